package org.convspark.job;

import java.util.List;
import java.util.Locale;
import org.convspark.cli.Terminal;
import org.convspark.config.Checks;
import org.convspark.config.Settings;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.network.Architecture;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.network.summary.NetworkSummary;
import org.convspark.network.text.TextWriter;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * Prints a network, by default as Keras's {@code model.summary()} does, and what is in a dataset.
 */
final class SummaryJob implements Job {
  /** MNIST's, for a network that is looked at without data and takes any. */
  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  private static final int CLASSES = 10;

  @Override
  public String name() {
    return "summary";
  }

  @Override
  public String description() {
    return "Print a network's layers, shapes and parameters; with --data, the dataset's too";
  }

  @Override
  public List<String> settings() {
    return Inputs.settings(
        "network", "summary.as", "data", "limit", "images.test-split", "training.seed");
  }

  @Override
  public void run(JobContext context) {
    Settings settings = context.settings();
    // Of no use to a table, but wrong settings are wrong here too.
    TrainingConfig.of(settings, () -> 1);
    As as = Checks.oneOf("summary.as", As.class, settings.string("summary.as"));
    Architecture architecture =
        NetworkCatalog.find(
            settings.string("network"), settings.networkParameters(), context.hadoop());
    ImageShape shape = architecture.shape().orElse(SHAPE);
    int classes = architecture.classes().orElse(CLASSES);
    if (settings.optional("data").isPresent()) {
      DatasetInfo info = Inputs.dataset(context, "data").info();
      shape = info.shape();
      classes = info.classes();
      if (as == As.TABLE) {
        printDataset(context.terminal(), info);
      }
    }
    // Without a seed, for which DL4J would load ND4J's natives.
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder().weightInit(WeightInit.XAVIER_UNIFORM);
    ComputationGraphConfiguration network = architecture.configure(shape, classes, base);
    context
        .terminal()
        .text(
            switch (as) {
              case TABLE -> NetworkSummary.of(architecture.name(), network, shape).toString();
              case TEXT -> TextWriter.text(architecture.name(), network, shape, base).strip();
              case JSON -> network.toJson();
            });
  }

  private enum As {
    TABLE,
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static void printDataset(Terminal terminal, DatasetInfo info) {
    terminal.line("Dataset: \"" + info.name() + "\"");
    for (Split split : info.splits()) {
      String channels = info.shape().channels() == 1 ? "" : ", " + info.shape().channels();
      terminal.line(
          " "
              + split.directory()
              + "  shape ("
              + info.count(split)
              + ", "
              + info.shape().height()
              + ", "
              + info.shape().width()
              + channels
              + ")  dtype uint8");
      for (int label = 0; label < info.classes(); label++) {
        terminal.line(
            "   class " + info.className(label) + ": " + info.counts().get(split).get(label));
      }
    }
    terminal.line("");
  }
}
