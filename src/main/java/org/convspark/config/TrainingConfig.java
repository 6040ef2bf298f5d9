package org.convspark.config;

import java.util.OptionalInt;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize examples in a worker's minibatch, at least 1
 * @param workers shards that train side by side, at least 1; empty for as many as there are slots
 * @param averagingFrequency minibatches a worker trains between two averagings, at least 1
 * @param learningRate step size of the optimizer, over 0
 * @param seed of weights, shuffling and sharding
 */
public record TrainingConfig(
    int epochs,
    int batchSize,
    OptionalInt workers,
    int averagingFrequency,
    double learningRate,
    long seed) {

  private static final String AUTO = "auto";

  public TrainingConfig {
    atLeastOne("training.epochs", epochs);
    atLeastOne("training.batch-size", batchSize);
    workers.ifPresent(n -> atLeastOne("training.workers", n));
    atLeastOne("training.averaging-frequency", averagingFrequency);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new UsageException("--learning-rate", learningRate, "a number over 0");
    }
  }

  /**
   * @throws UsageException for a value that can't be
   */
  public static TrainingConfig of(Settings settings) {
    return new TrainingConfig(
        settings.integer("training.epochs"),
        settings.integer("training.batch-size"),
        settings.string("training.workers").equals(AUTO)
            ? OptionalInt.empty()
            : OptionalInt.of(settings.integer("training.workers")),
        settings.integer("training.averaging-frequency"),
        settings.number("training.learning-rate"),
        settings.longInteger("training.seed"));
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new UsageException(Reference.option(key), value, "1 or more");
    }
  }
}
