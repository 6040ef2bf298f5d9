package org.convspark.training;

/**
 * Where the driver spent a round, in nanoseconds.
 *
 * @param broadcast sending the state
 * @param aggregate averaging the results
 * @param total wall-clock time, these and the workers' included
 */
record RoundTimes(long broadcast, long aggregate, long total) {}
