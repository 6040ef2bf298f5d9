/** Pictures to predict: PNG, JPEG and others, one by one, in folders or beside datasets. */
package org.convspark.data.pictures;
