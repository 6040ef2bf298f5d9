package org.convspark.training;

import java.util.List;

/** Results of epochs, made up: 100 examples in 2 seconds and two rounds, by two workers. */
public final class Epochs {
  private Epochs() {}

  /** An epoch without validation, of a run that did not keep where its time went. */
  public static EpochResult plain(int epoch, double loss, double accuracy, double learningRate) {
    return new EpochResult(
        epoch,
        loss,
        accuracy,
        null,
        null,
        learningRate,
        2,
        100,
        0,
        0,
        null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  /** The same with validation, and with where its time went. */
  public static EpochResult whole(
      int epoch, double loss, double accuracy, double valLoss, double valAccuracy) {
    return new EpochResult(
        epoch,
        loss,
        accuracy,
        valLoss,
        valAccuracy,
        0.001,
        2,
        100,
        8,
        2,
        1.5,
        0.25,
        0.125,
        0.125,
        List.of(60L, 40L),
        List.of(1.75, 1.25));
  }
}
