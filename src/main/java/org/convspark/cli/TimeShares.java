package org.convspark.cli;

import java.util.Locale;
import org.convspark.training.EpochResult;

/**
 * Where the time of a training went, as shares of its wall-clock time that add up to 1.
 *
 * @param compute in the workers' networks, on average over the task slots that they had
 * @param broadcast sending the state from the driver
 * @param aggregate averaging on the driver
 * @param waiting the rest: scheduling, moving results, and workers that wait for the slowest
 */
public record TimeShares(double compute, double broadcast, double aggregate, double waiting) {

  /**
   * @param total over all epochs
   * @param seconds of wall-clock time
   * @param slots that trained at once
   */
  static TimeShares of(EpochResult.Times total, double seconds, int slots) {
    double compute = total.train() / slots / seconds;
    double broadcast = total.broadcast() / seconds;
    double aggregate = total.aggregate() / seconds;
    return new TimeShares(
        compute, broadcast, aggregate, Math.max(0, 1 - compute - broadcast - aggregate));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f%% compute, %.1f%% broadcast, %.1f%% averaging, %.1f%% waiting",
        100 * compute,
        100 * broadcast,
        100 * aggregate,
        100 * waiting);
  }
}
