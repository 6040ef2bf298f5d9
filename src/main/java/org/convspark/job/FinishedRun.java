package org.convspark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.convspark.config.InputException;
import org.convspark.config.Reference;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.config.training.AutomaticSettings;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.evaluation.TestEvaluation;
import org.convspark.model.SavedModel;
import org.convspark.network.Architecture;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.run.Attempts;
import org.convspark.run.MetricsJson;
import org.convspark.run.Provenance;
import org.convspark.run.RunDirectory;
import org.convspark.run.RunMetrics;
import org.convspark.storage.Location;
import org.convspark.training.Optimization;
import org.convspark.training.checkpoint.CheckpointedNetwork;
import org.convspark.training.checkpoint.RunComparison;
import org.convspark.training.checkpoint.RunIdentity;

/** A complete run at {@code --out}, to which a command that is repeated has nothing to add. */
final class FinishedRun {
  private static final String REMEDY =
      "choose another path, or replace it with --overwrite in place of --resume auto";

  /** Flags that leave a trained network as it is, and promise more files than there may be. */
  private static final List<String> MORE_FILES = List.of("training.compare-single", "tensorboard");

  private final Location run;
  private final JsonNode provenance;
  private final RunMetrics metrics;

  private FinishedRun(Location run) {
    this.run = run;
    this.provenance = Provenance.read(run);
    this.metrics = MetricsJson.read(run);
  }

  /**
   * Returns whether what is asked for is there already, and says so then.
   *
   * @param options keys of the settings that the command has options for
   * @throws InputException if a finished run is there of other settings or data, which it names, or
   *     its files are missing or damaged
   */
  static boolean isThere(
      String out, Architecture network, JobContext context, List<String> options) {
    Location target = Location.output(out, context.hadoop());
    if (!RunDirectory.isComplete(target)) {
      return false;
    }
    // First: what it sets has to be there before any layer is.
    context.acceleration();
    FinishedRun finished = new FinishedRun(target);
    DatasetInfo data = Inputs.dataset(context, "data").info();
    finished.requireSame(context.settings(), options, network, data);
    new Attempts(target, () -> false).clear();
    context
        .terminal()
        .line(TestEvaluation.line(finished.metrics.dataset(), finished.metrics.metrics()));
    context.terminal().line("Finished already, nothing is left to do. Run directory: " + out);
    return true;
  }

  private void requireSame(
      Settings asked, List<String> options, Architecture network, DatasetInfo data) {
    Settings then = settings();
    Map<String, String> theirs = RunIdentity.of(metrics.network(), config(then), data);
    Settings now = AutomaticSettings.of(asked, theirs).settings();
    TrainingConfig config = TrainingConfig.of(now, this::workers);
    Map<String, String> ours = RunIdentity.of(network.name(), config, data);
    for (String key : MORE_FILES) {
      if (asked.flag(key)) {
        String name = Reference.option(key).substring(2);
        ours.put(name, Boolean.toString(true));
        theirs.put(name, Boolean.toString(then.flag(key)));
      }
    }
    new RunComparison(asked, options).requireSame(run.toString(), theirs, ours, REMEDY);
    requireSameLayers(network, config, data);
    requireSameData(data);
  }

  private void requireSameLayers(Architecture network, TrainingConfig config, DatasetInfo data) {
    if (NetworkCatalog.names().contains(network.name())) {
      return;
    }
    List<String> changed =
        new CheckpointedNetwork(
                network.name(),
                Optimization.regularized(
                    network.configure(data.shape(), data.classes(), Optimization.of(config)),
                    config),
                data)
            .changedSince(SavedModel.configuration(run));
    if (!changed.isEmpty()) {
      throw new InputException(
          run.toString(),
          "a run of " + network.name() + " with other layers (" + String.join(", ", changed) + ")",
          "those that " + network.name() + " has now",
          REMEDY);
    }
  }

  private void requireSameData(DatasetInfo data) {
    JsonNode trainedOn = provenance.path(Provenance.DATASET);
    JsonNode given = Provenance.of(data);
    TreeSet<String> differing = new TreeSet<>();
    trainedOn
        .fieldNames()
        .forEachRemaining(
            name -> {
              // As text: read and made, a number is of two types.
              if (!trainedOn.path(name).toString().equals(given.path(name).toString())) {
                differing.add(name);
              }
            });
    if (!differing.isEmpty()) {
      throw new InputException(
          run.toString(),
          "a run on other data (" + String.join(", ", differing) + " differ)",
          data.name() + " as it is now",
          REMEDY);
    }
  }

  private int workers() {
    return metrics.training().map(RunMetrics.Training::workers).orElse(1);
  }

  private Settings settings() {
    Config written =
        ConfigFactory.parseString(provenance.path(Provenance.CONFIGURATION).toString());
    try {
      return Settings.of(written, Map.of());
    } catch (UsageException e) {
      throw ofAnotherVersion(e);
    }
  }

  /** Of what was automatic, what its number of workers makes of it. */
  private TrainingConfig config(Settings then) {
    try {
      return TrainingConfig.of(then, this::workers);
    } catch (UsageException e) {
      throw ofAnotherVersion(e);
    }
  }

  private InputException ofAnotherVersion(UsageException e) {
    return new InputException(
        run.toString(), "a run of another version: " + e.getMessage(), "one of this", REMEDY, e);
  }
}
