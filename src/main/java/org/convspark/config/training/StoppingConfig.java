package org.convspark.config.training;

import java.io.Serializable;
import java.util.Locale;
import org.convspark.config.Checks;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;

/**
 * When training ends before its last epoch, and which epoch's model is kept.
 *
 * @param monitor the metric that decides which epoch is best
 * @param patience number of epochs without improvement after which training stops, at least 1
 * @param targetAccuracy validation accuracy at which training stops, 0 for never
 * @param maxMinutes minutes of training after which it stops, 0 for never
 */
public record StoppingConfig(
    Monitor monitor, int patience, double targetAccuracy, double maxMinutes)
    implements Serializable {

  /** The metrics that early stopping can watch. */
  public enum Monitor {
    NONE,
    VAL_LOSS,
    VAL_ACCURACY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public StoppingConfig {
    Checks.atLeast("stopping.patience", 1, patience);
    Checks.atLeast("stopping.target-accuracy", 0, targetAccuracy);
    Checks.atLeast("stopping.max-minutes", 0, maxMinutes);
  }

  static StoppingConfig of(Settings settings) {
    StoppingConfig config =
        new StoppingConfig(
            Checks.oneOf("stopping.monitor", Monitor.class, settings.string("stopping.monitor")),
            settings.integer("stopping.patience"),
            settings.number("stopping.target-accuracy"),
            settings.number("stopping.max-minutes"));
    return config;
  }

  /**
   * Checks that nothing depends on validation examples where there are none.
   *
   * @throws UsageException if it does
   */
  public void requireNoValidation() {
    if (monitor != Monitor.NONE || targetAccuracy > 0) {
      throw new UsageException(
          "--monitor and --target-accuracy need validation examples; add --validation-split 0.1");
    }
  }
}
