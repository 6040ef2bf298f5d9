/** Images to predict: PNG and JPEG files, Parquet, IDX files and whole datasets. */
package org.convspark.data.pictures;
