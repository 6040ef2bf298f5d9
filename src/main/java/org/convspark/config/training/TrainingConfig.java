package org.convspark.config.training;

import java.io.Serializable;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.convspark.config.Checks;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;

/**
 * How a network is trained, with nothing left to be decided.
 *
 * @param epochs passes over the training data, at least 1
 * @param workers number of shards that train side by side, at least 1
 * @param batchSize examples in a worker's minibatch, at least 1
 * @param averagingFrequency minibatches a worker trains between two averagings, at least 1
 * @param seed of everything random
 * @param validationSplit share of each class set aside for validation, 0 to below 1
 * @param classWeights how much the examples of each class count
 * @param optimizer the optimizer and its constants
 * @param schedule how the learning rate moves
 * @param regularization what keeps the network from overfitting
 * @param stopping when training ends before the last epoch
 * @param augmentation how training images are distorted, {@code null} for not at all
 */
public record TrainingConfig(
    int epochs,
    int workers,
    int batchSize,
    int averagingFrequency,
    long seed,
    double validationSplit,
    ClassWeights classWeights,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    RegularizationConfig regularization,
    StoppingConfig stopping,
    AugmentationSettings augmentation)
    implements Serializable {

  private static final String AUTO = "auto";

  public TrainingConfig {
    Checks.atLeast("training.epochs", 1, epochs);
    Checks.atLeast("training.workers", 1, workers);
    Checks.atLeast("training.batch-size", 1, batchSize);
    Checks.atLeast("training.averaging-frequency", 1, averagingFrequency);
    Checks.share("training.validation-split", validationSplit);
  }

  /**
   * Returns the configuration that the settings ask for; what is {@code auto} follows from the
   * number of workers.
   *
   * @param slots tells how many tasks run at once; asked only where the number of workers is {@code
   *     auto}
   * @throws UsageException for a value out of its range
   */
  public static TrainingConfig of(Settings settings, IntSupplier slots) {
    OptionalInt given = workersGiven(settings);
    // With one worker first: a wrong value is told before slots are asked for, which starts Spark.
    TrainingConfig one = with(settings, given.orElse(1));
    return given.isPresent() ? one : with(settings, slots.getAsInt());
  }

  /**
   * Returns how images of one shape are distorted, {@code null} for not at all.
   *
   * @throws UsageException if a setting doesn't suit images of that many channels
   */
  public AugmentationConfig augmentationOf(int height, int width, int channels) {
    return augmentation == null ? null : augmentation.forImages(height, width, channels);
  }

  /** Returns the number of workers asked for, or nothing where it is {@code auto}. */
  public static OptionalInt workersGiven(Settings settings) {
    return isAuto(settings, "training.workers")
        ? OptionalInt.empty()
        : OptionalInt.of(settings.integer("training.workers"));
  }

  /**
   * Returns the settings that this was made of, with what it came to in the place of {@code auto}.
   */
  public Settings resolved(Settings settings) {
    return settings
        .with("training.workers", Integer.toString(workers))
        .with("training.batch-size", Integer.toString(batchSize))
        .with("training.averaging-frequency", Integer.toString(averagingFrequency))
        .with("optimizer.learning-rate", Checks.text(schedule.peak()));
  }

  /** Returns the same for images of one shape, from which it follows how they are distorted. */
  public Settings resolved(Settings settings, int height, int width, int channels) {
    Settings numbers = resolved(settings);
    return augmentation == null ? numbers : augmentation.resolved(numbers, height, width, channels);
  }

  private static TrainingConfig with(Settings settings, int workers) {
    OptimizerConfig optimizer = OptimizerConfig.of(settings);
    Checks.atLeast("training.workers", 1, workers);
    double learningRate =
        isAuto(settings, "optimizer.learning-rate")
            ? optimizer.optimizer().learningRate(workers)
            : settings.number("optimizer.learning-rate");
    return new TrainingConfig(
        settings.integer("training.epochs"),
        workers,
        isAuto(settings, "training.batch-size")
            ? WorkerScaling.batchSize(workers)
            : settings.integer("training.batch-size"),
        isAuto(settings, "training.averaging-frequency")
            ? WorkerScaling.averagingFrequency(workers)
            : settings.integer("training.averaging-frequency"),
        settings.longInteger("training.seed"),
        settings.number("training.validation-split"),
        ClassWeights.of(settings),
        optimizer,
        ScheduleConfig.of(settings, learningRate),
        RegularizationConfig.of(settings),
        StoppingConfig.of(settings),
        AugmentationSettings.of(settings).orElse(null));
  }

  static boolean isAuto(Settings settings, String key) {
    return settings.string(key).equals(AUTO);
  }
}
