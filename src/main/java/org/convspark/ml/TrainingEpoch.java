package org.convspark.ml;

import java.io.Serializable;
import org.convspark.training.EpochResult;

/**
 * The figures of an epoch.
 *
 * @param epoch number of the epoch, from 1
 * @param loss mean loss over the training examples, each before its own update, in nats
 * @param accuracy share of the training examples classified rightly, each before its own update, 0
 *     to 1
 * @param valLoss mean loss over the validation examples; NaN where there are none
 * @param valAccuracy share of the validation examples classified rightly, 0 to 1; NaN where there
 *     are none
 * @param learningRate of the last minibatch
 * @param seconds wall-clock time of training
 * @param examples examples trained
 */
public record TrainingEpoch(
    int epoch,
    double loss,
    double accuracy,
    double valLoss,
    double valAccuracy,
    double learningRate,
    double seconds,
    long examples)
    implements Serializable {

  static TrainingEpoch of(EpochResult result) {
    return new TrainingEpoch(
        result.epoch(),
        result.loss(),
        result.accuracy(),
        orNaN(result.valLoss()),
        orNaN(result.valAccuracy()),
        result.learningRate(),
        result.seconds(),
        result.examples());
  }

  private static double orNaN(Double value) {
    return value == null ? Double.NaN : value;
  }
}
