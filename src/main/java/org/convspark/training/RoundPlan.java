package org.convspark.training;

import java.io.Serializable;

/**
 * Which round it is.
 *
 * @param epoch from 0
 * @param round within the epoch, from 0
 */
record RoundPlan(int epoch, int round) implements Serializable {}
