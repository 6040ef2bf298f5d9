/**
 * Contenders in training speed, each in a JVM of its own, and what lets them train in turn and
 * compares them.
 */
package org.convspark.bench.training;
