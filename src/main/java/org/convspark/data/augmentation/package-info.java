/** Random distortions of training images. */
package org.convspark.data.augmentation;
