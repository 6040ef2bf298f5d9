package org.convspark.training.replicas;

import java.io.Serializable;

/**
 * Which round it is.
 *
 * @param epoch from 0
 * @param round within the epoch, from 0
 */
public record RoundPlan(int epoch, int round) implements Serializable {}
