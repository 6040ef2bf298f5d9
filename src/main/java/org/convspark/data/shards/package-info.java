/** Dealing a dataset: balanced shards of packed bytes in RDDs, and the validation split. */
package org.convspark.data.shards;
