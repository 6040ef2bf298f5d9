/** Spark and its executors: addresses, slots, losses and signals. */
package org.convspark.cluster;
