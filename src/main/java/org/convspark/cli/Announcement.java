package org.convspark.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.convspark.config.training.AutomaticSettings;
import org.convspark.config.training.ClassWeights;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.engine.TrainingNetwork;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkInput;
import org.convspark.training.EpochResult;
import org.convspark.training.TrainingState;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Writes the lines at the start and the end of a training: what is about to happen, with every
 * choice made for the user, and where the time went.
 */
public final class Announcement {
  private Announcement() {}

  public static String of(Architecture architecture, DatasetInfo info) {
    return "Training " + architecture.name() + " on " + info.name() + ": " + info.contents();
  }

  /** Returns who trains and how; a worker alone has nothing to average with. */
  public static String of(TrainingConfig config) {
    boolean alone = config.workers() == 1;
    return String.format(
        Locale.ROOT,
        "%d %s of one thread, minibatches of %d%s; %s, learning rate %s (%s)",
        config.workers(),
        alone ? "worker" : "workers",
        config.batchSize(),
        alone ? "" : ", averaged every " + config.averagingFrequency() + " of them",
        config.optimizer().optimizer(),
        config.schedule().peak(),
        config.schedule().schedule());
  }

  /** Returns a warning where there are classes without training images. */
  public static Optional<String> lackingClasses(DatasetInfo info) {
    List<Long> counts = info.counts().get(Split.TRAIN);
    List<String> lacking =
        IntStream.range(0, info.classes())
            .filter(label -> counts.get(label) == 0)
            .mapToObj(info::className)
            .toList();
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Warning: no training images of class "
                + String.join(", ", lacking)
                + ", which will hardly be recognised");
  }

  /** Returns how images of that shape are distorted; empty where they are not. */
  public static Optional<String> distortion(TrainingConfig config, ImageShape shape) {
    return Optional.ofNullable(
            config.augmentationOf(shape.height(), shape.width(), shape.channels()))
        .map(
            distortion ->
                "Images distorted as "
                    + config.augmentation().preset(shape.channels())
                    + ": "
                    + distortion);
  }

  /** Returns how much each class counts, to three digits; empty where all count the same. */
  public static Optional<String> classWeights(TrainingConfig config, DatasetInfo info) {
    if (config.classWeights().equals(ClassWeights.NONE)) {
      return Optional.empty();
    }
    StringJoiner line = new StringJoiner(", ", "Class weights: ", "");
    for (float weight : config.classWeights().of(info.counts().get(Split.TRAIN))) {
      line.add(
          new BigDecimal(weight).round(new MathContext(3)).stripTrailingZeros().toPlainString());
    }
    return Optional.of(line.toString());
  }

  /** Returns where a training goes on. */
  public static String resumed(TrainingState from, int epochs) {
    int done = from.epoch() - 1;
    int rounds = from.accumulator().rounds();
    if (done >= epochs) {
      return "All " + epochs + " epochs are trained already";
    }
    if (rounds > 0) {
      return "Resuming in epoch " + from.epoch() + " of " + epochs + ", after its round " + rounds;
    }
    return done == 0 ? "Resuming at the start" : "Resuming after epoch " + done + " of " + epochs;
  }

  /** Returns what was left to us and stays as it was decided; empty where nothing was. */
  public static Optional<String> decided(AutomaticSettings automatic) {
    StringJoiner line = new StringJoiner(", ", "As in the run that goes on: ", "");
    automatic.decided().forEach((name, value) -> line.add(name + " " + value));
    return automatic.decided().isEmpty() ? Optional.empty() : Optional.of(line.toString());
  }

  /** Returns a line where there are more workers than tasks that run at once. */
  public static Optional<String> turns(int workers, int slots) {
    return workers <= slots
        ? Optional.empty()
        : Optional.of(
            workers
                + " workers share "
                + slots
                + (slots == 1 ? " task slot" : " task slots")
                + " and take turns, which is slower");
  }

  /**
   * Returns a line where the engine lacks a layer of the network, so that all of it is left to
   * DL4J.
   */
  public static Optional<String> uncompiled(
      ComputationGraphConfiguration network, ImageShape shape) {
    return TrainingNetwork.unsupported(network, NetworkInput.compiled(shape))
        .map(why -> "Trained by DL4J's own layers, which is slower: " + why + " is not compiled");
  }

  /**
   * Returns where the time of the epochs went, in shares of all of it; empty where it isn't known.
   */
  public static Optional<String> timeShares(List<EpochResult> epochs) {
    List<EpochResult> known = epochs.stream().filter(EpochResult::hasPhases).toList();
    double total = known.stream().mapToDouble(EpochResult::seconds).sum();
    if (total == 0) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Time: %.1f%% compute, %.1f%% broadcast, %.1f%% averaging, %.1f%% waiting",
            100 / total * known.stream().mapToDouble(EpochResult::computeSeconds).sum(),
            100 / total * known.stream().mapToDouble(EpochResult::broadcastSeconds).sum(),
            100 / total * known.stream().mapToDouble(EpochResult::averagingSeconds).sum(),
            100 / total * known.stream().mapToDouble(EpochResult::waitingSeconds).sum()));
  }
}
