package org.convspark.bench.training;

import java.util.Map;

/**
 * What a contender says of itself before its first turn.
 *
 * @param parameters of its network, running means and variances of batch normalisation included
 * @param threads that it computes with
 * @param versions of what it computes with
 */
record Ready(long parameters, int threads, Map<String, String> versions) {}
