package org.convspark.training;

import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;
import org.convspark.config.Settings;
import org.convspark.config.training.TrainingConfig;

/** Configurations for tests: the defaults, and what differs. */
public final class TrainingConfigs {
  private TrainingConfigs() {}

  /**
   * @param settings keys and values in turn
   */
  public static TrainingConfig with(String... settings) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return TrainingConfig.of(Settings.of(ConfigFactory.empty(), given), () -> 2);
  }

  static TrainingConfig constantRate(
      int epochs, int batch, int workers, int frequency, double rate) {
    return with(
        "training.epochs", "" + epochs,
        "training.batch-size", "" + batch,
        "training.workers", "" + workers,
        "training.averaging-frequency", "" + frequency,
        "optimizer.learning-rate", "" + rate,
        "schedule.name", "constant");
  }

  /**
   * Two workers, minibatches of 8, and a round for the whole of each epoch, of which there is no
   * end.
   */
  static TrainingConfig longRounds() {
    return with(
        "training.epochs", "1000",
        "training.workers", "2",
        "training.batch-size", "8",
        "training.averaging-frequency", "10000");
  }
}
