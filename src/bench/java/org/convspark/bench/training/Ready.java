package org.convspark.bench.training;

import java.util.Map;

/**
 * What a contender says of itself before its first turn.
 *
 * @param parameters that training changes by gradient: not running means and variances
 * @param threads that it computes with
 * @param versions of what it computes with
 */
record Ready(long parameters, int threads, Map<String, String> versions) {}
