package org.convspark.job;

import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.data.Datasets;
import org.convspark.data.ImageDataset;
import org.convspark.model.SavedModel;
import org.convspark.run.RunDirectory;
import org.convspark.storage.Location;

/** Opens what {@code --data} and {@code --model} name, for every job in the same way. */
final class Inputs {
  private Inputs() {}

  static ImageDataset dataset(JobContext context) {
    return open(context, "data");
  }

  /**
   * Opens a dataset, cut to {@code --limit} where that is given.
   *
   * @param key the setting that names the location
   */
  static ImageDataset open(JobContext context, String key) {
    return open(context, key, context.settings().optionalLong("limit").orElse(Datasets.NO_LIMIT));
  }

  /**
   * Opens the dataset of {@code --data} with every training example, where {@code --limit} is about
   * the others.
   */
  static ImageDataset wholeDataset(JobContext context) {
    return open(context, "data", Datasets.NO_LIMIT);
  }

  private static ImageDataset open(JobContext context, String key, long limit) {
    Settings settings = context.settings();
    return Datasets.open(
        context.spark(), settings.required(key), limit, settings.longInteger("training.seed"));
  }

  static SavedModel model(JobContext context) {
    // First: what it sets has to be there before any layer is.
    context.acceleration();
    return SavedModel.open(context.settings().required("model"), context.hadoop());
  }

  /**
   * Starts the output directory for what a model says.
   *
   * @throws UsageException if that would replace the model itself, even with {@code --overwrite}
   */
  static RunDirectory output(JobContext context, String out, SavedModel model) {
    String target = qualified(out, context);
    Optional<Location> parent = model.file().parent();
    for (; parent.isPresent(); parent = parent.get().parent()) {
      if (parent.get().uri().equals(target)) {
        throw new UsageException("--out", out, "a directory other than the model's");
      }
    }
    return RunDirectory.create(out, context.hadoop(), context.settings().flag("overwrite"));
  }

  /** Returns a path in full, as the driver means it, whose working directory no executor has. */
  static String qualified(String uri, JobContext context) {
    try {
      return Location.of(uri, context.hadoop()).uri();
    } catch (InputException e) {
      // Who opens it says what is wrong with it.
      return uri;
    }
  }
}
