package org.convspark.config;

/**
 * When training keeps its state.
 *
 * @param epochs between checkpoints, 0 for none
 * @param minutes between checkpoints within an epoch, 0 for none
 * @param keep how many of the newest are kept, at least 1
 */
public record CheckpointConfig(int epochs, double minutes, int keep) {
  public CheckpointConfig {
    Checks.atLeast("checkpoint.epochs", 0, epochs);
    Checks.atLeast("checkpoint.minutes", 0, minutes);
    Checks.atLeast("checkpoint.keep", 1, keep);
  }

  /**
   * @throws UsageException for a value that can't be
   */
  public static CheckpointConfig of(Settings settings) {
    return new CheckpointConfig(
        settings.integer("checkpoint.epochs"),
        settings.number("checkpoint.minutes"),
        settings.integer("checkpoint.keep"));
  }
}
