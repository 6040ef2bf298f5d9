package org.convspark.job;

import org.convspark.config.Settings;
import org.convspark.data.Datasets;
import org.convspark.data.ImageDataset;

/** Opens what {@code --data} names, for every job in the same way. */
final class Inputs {
  private Inputs() {}

  static ImageDataset dataset(JobContext context) {
    return open(context, "data");
  }

  /**
   * @param key the setting that names the location
   */
  static ImageDataset open(JobContext context, String key) {
    Settings settings = context.settings();
    return Datasets.open(
        context.spark(),
        settings.required(key),
        settings.optionalLong("limit").orElse(Datasets.NO_LIMIT),
        settings.longInteger("training.seed"));
  }
}
