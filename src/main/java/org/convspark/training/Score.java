package org.convspark.training;

/**
 * The loss and the accuracy of a network on the validation examples.
 *
 * @param loss mean cross-entropy, in nats
 * @param accuracy share of the examples classified rightly, 0 to 1
 */
public record Score(double loss, double accuracy) {}
