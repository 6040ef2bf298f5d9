/** Prepared datasets: Parquet with dataset.json. */
package org.convspark.data.parquet;
