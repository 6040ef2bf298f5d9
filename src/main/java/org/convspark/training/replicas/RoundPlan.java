package org.convspark.training.replicas;

import java.io.Serializable;

/**
 * The place of a round within the training.
 *
 * @param epoch number of the epoch, from 0
 * @param round number of the round within the epoch, from 0
 */
public record RoundPlan(int epoch, int round) implements Serializable {}
