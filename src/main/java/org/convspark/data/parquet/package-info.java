/** Prepared datasets: Parquet files and a {@code dataset.json} that describes them. */
package org.convspark.data.parquet;
