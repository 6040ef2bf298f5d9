/** Picture files and how they are decoded; images to predict, whatever holds them. */
package org.convspark.data.pictures;
