/** Runs of the real command line on several JVMs: standalone clusters, lost executors, HDFS. */
package org.convspark.cluster;
