/**
 * Images and labels: from IDX, Parquet or the digit generator to balanced shards of packed bytes in
 * RDDs.
 */
package org.convspark.data;
