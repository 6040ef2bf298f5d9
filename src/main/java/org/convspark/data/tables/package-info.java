/** Tables of images: Parquet, ORC, Avro and CSV files, tables of Spark's catalog, and queries. */
package org.convspark.data.tables;
