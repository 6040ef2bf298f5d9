package org.convspark.config.training;

import org.convspark.config.Checks;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;

/**
 * When training saves checkpoints.
 *
 * @param epochs number of epochs between checkpoints, 0 for none
 * @param minutes minutes between checkpoints within an epoch, 0 for none
 * @param keep how many of the newest are kept, at least 1
 */
public record CheckpointConfig(int epochs, double minutes, int keep) {
  public CheckpointConfig {
    Checks.atLeast("checkpoint.epochs", 0, epochs);
    Checks.atLeast("checkpoint.minutes", 0, minutes);
    Checks.atLeast("checkpoint.keep", 1, keep);
  }

  /**
   * Returns the configuration that the settings ask for.
   *
   * @throws UsageException for a value out of its range
   */
  public static CheckpointConfig of(Settings settings) {
    return new CheckpointConfig(
        settings.integer("checkpoint.epochs"),
        settings.number("checkpoint.minutes"),
        settings.integer("checkpoint.keep"));
  }
}
