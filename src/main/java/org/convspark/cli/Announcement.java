package org.convspark.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convspark.config.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
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

  public static String of(TrainingConfig config) {
    return String.format(
        Locale.ROOT,
        "%d %s of one thread, minibatches of %d, averaged every %d; %s, %s learning rate %s",
        config.workers(),
        config.workers() == 1 ? "worker" : "workers",
        config.batchSize(),
        config.averagingFrequency(),
        config.optimizer().optimizer(),
        config.schedule().schedule(),
        config.schedule().peak());
  }

  public static String resumed(TrainingState from, int epochs) {
    return from.epoch() > epochs
        ? "All " + epochs + " epochs are trained already"
        : "Resuming " + from;
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
