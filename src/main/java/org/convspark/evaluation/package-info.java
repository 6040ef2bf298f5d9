/** Scoring a network over the executors, and the metrics that follow from it. */
package org.convspark.evaluation;
