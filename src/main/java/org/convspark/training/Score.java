package org.convspark.training;

/**
 * How well a network does on the validation examples.
 *
 * @param loss mean cross-entropy, in nats
 * @param accuracy share classified rightly, 0 to 1
 */
public record Score(double loss, double accuracy) {}
