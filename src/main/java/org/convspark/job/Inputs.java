package org.convspark.job;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.config.training.TransferConfig;
import org.convspark.data.Datasets;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.PixelLayout;
import org.convspark.data.Split;
import org.convspark.data.SplitNames;
import org.convspark.model.SavedModel;
import org.convspark.model.keras.KerasOptions;
import org.convspark.network.Architecture;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.run.RunDirectory;
import org.convspark.storage.Location;
import org.convspark.training.transfer.Pretrained;

/** Opens what {@code --data} and {@code --model} name, for every job in the same way. */
final class Inputs {
  /** The settings of every command that reads images. */
  private static final List<String> IMAGES =
      List.of(
          "images.preprocess",
          "images.shape",
          "images.on-bad",
          "columns.image",
          "columns.label",
          "columns.id",
          "columns.weight",
          "columns.split");

  private Inputs() {}

  /** Returns a command's own settings, and those of every command that reads images. */
  static List<String> settings(String... own) {
    return Stream.concat(Stream.of(own), IMAGES.stream()).toList();
  }

  /**
   * Opens a dataset to train on, and says what was found and decided.
   *
   * @param key the setting that names the location
   */
  static ImageDataset dataset(JobContext context, String key) {
    return dataset(context, key, Optional.empty());
  }

  /**
   * Opens a dataset to train on, and says what was found and decided.
   *
   * @param key the setting that names the location
   * @param start what the model takes that training starts from
   */
  static ImageDataset dataset(JobContext context, String key, Optional<ModelInput> start) {
    Settings settings = context.settings();
    ImageDataset dataset =
        told(
            context,
            new Datasets(context.spark(), DataConfig.of(settings))
                .openToTrain(settings.required(key), start));
    warnIfMadeOtherwise(context, dataset, start);
    return dataset;
  }

  /** Opens the dataset of {@code --data} for a model, and says what was found and decided. */
  static ImageDataset dataset(JobContext context, SavedModel model) {
    Settings settings = context.settings();
    Optional<ImageShape> given = shape(context);
    boolean known = model.origin().input().isPresent() || given.isPresent();
    ImageDataset dataset =
        told(
            context,
            new Datasets(context.spark(), DataConfig.of(settings))
                .open(
                    settings.required("data"),
                    known ? Optional.of(input(context, model)) : Optional.empty()));
    if (!known) {
      context
          .terminal()
          .line(
              model.file().name()
                  + " doesn't say what images it takes: "
                  + dataset.info().shape()
                  + ", pixels / 255, as the data has them");
    }
    model.requireFit(dataset.info());
    warnIfMadeOtherwise(context, dataset, model.origin().input());
    return dataset;
  }

  private static void warnIfMadeOtherwise(
      JobContext context, ImageDataset dataset, Optional<ModelInput> model) {
    model
        .filter(input -> !input.preprocessing().makesSameArrays(dataset.info().preprocessing()))
        .ifPresent(
            input ->
                context
                    .terminal()
                    .line(
                        "Warning: "
                            + dataset.info().name()
                            + " was made otherwise than the model's data: "
                            + dataset.info().preprocessing().describe(dataset.info().shape())
                            + "; the model's: "
                            + input.preprocessing().describe(input.shape())));
  }

  private static ImageDataset told(JobContext context, ImageDataset dataset) {
    dataset.remarks().forEach(context.terminal()::line);
    return dataset;
  }

  /** Returns what a model takes; {@code --image-shape} and steps asked for where it doesn't say. */
  static ModelInput input(JobContext context, SavedModel model) {
    ModelInput input = model.input(shape(context));
    if (model.origin().input().isPresent()) {
      return input;
    }
    return input.asked(context.settings().optional("images.preprocess"));
  }

  private static Optional<ImageShape> shape(JobContext context) {
    return PixelLayout.parse(context.settings().optional("images.shape")).map(PixelLayout::shape);
  }

  /**
   * Returns the network to train: that of the model of {@code --from}, or {@code --network}.
   *
   * @throws UsageException if both are given and differ
   */
  static Architecture architecture(JobContext context) {
    Settings settings = context.settings();
    String network = settings.string("network");
    Optional<String> from = TransferConfig.from(settings);
    if (from.isEmpty()) {
      return NetworkCatalog.find(network, settings.networkParameters(), context.hadoop());
    }
    TransferConfig config = TransferConfig.of(settings);
    Pretrained start = Pretrained.of(model(context, from.get()), config);
    if (settings.isGiven("network") && !network.equals(start.name())) {
      throw new UsageException(
          "--network "
              + network
              + " and --from: training starts from a "
              + start.name()
              + "; give one of the two");
    }
    return start;
  }

  /**
   * Returns the split that {@code --split} names.
   *
   * @param auto where it names none
   * @throws UsageException if there is no such split
   */
  static Split split(JobContext context, Split auto) {
    String given = context.settings().string("images.split");
    return given.equals("auto")
        ? auto
        : SplitNames.of(given)
            .orElseThrow(
                () -> new UsageException("--split", given, "train, validation, test or auto"));
  }

  static SavedModel model(JobContext context) {
    return model(context, context.settings().required("model"));
  }

  private static SavedModel model(JobContext context, String uri) {
    // First: what it sets has to be there before any layer is.
    context.acceleration();
    SavedModel model =
        SavedModel.open(uri, context.hadoop(), KerasOptions.of(context.settings(), shape(context)));
    model.remarks().forEach(context.terminal()::line);
    return model;
  }

  /**
   * Starts the output directory for what a model says.
   *
   * @throws UsageException if that would replace the model itself, even with {@code --overwrite}
   */
  static RunDirectory output(JobContext context, String out, SavedModel model) {
    if (place(out, context).filter(model.file()::isWithin).isPresent()) {
      throw new UsageException("--out", out, "a directory other than the model's");
    }
    return RunDirectory.create(out, context.hadoop(), context.settings().flag("overwrite"));
  }

  /**
   * Checks that what is written doesn't lie in what is read, to be read as data next time, and that
   * what is read doesn't lie in what is to be replaced.
   *
   * @param key the setting that names what is read
   * @param out where the result is to go
   * @throws UsageException if one is in the other
   */
  static void requireApart(JobContext context, String key, String out) {
    String option = "--" + key;
    String data = context.settings().required(key);
    Optional<Location> source = place(data, context);
    Optional<Location> target = place(out, context);
    if (!Datasets.isPath(data) || source.isEmpty() || target.isEmpty()) {
      return;
    }
    if (target.get().isWithin(source.get())) {
      throw new UsageException("--out", out, "a place outside of " + option + " " + data);
    }
    if (source.get().isWithin(target.get())) {
      throw new UsageException("--out", out, "a place that " + option + " isn't in");
    }
  }

  /** Returns a path in full, as the driver means it, whose working directory no executor has. */
  static String qualified(String uri, JobContext context) {
    return place(uri, context).map(Location::uri).orElse(uri);
  }

  /** Returns a path's location; nothing where it can't be one. */
  static Optional<Location> place(String uri, JobContext context) {
    try {
      return Optional.of(Location.of(uri, context.hadoop()));
    } catch (InputException e) {
      // Who opens it says what is wrong with it.
      return Optional.empty();
    }
  }
}
