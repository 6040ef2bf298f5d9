package org.convspark.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.Datasets;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.data.shards.Shards;
import org.convspark.evaluation.DistributedEvaluation;
import org.convspark.evaluation.Metrics;
import org.convspark.network.Architecture;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.training.Optimization;
import org.convspark.training.Trainer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Test accuracy of several trainings on one dataset, as the tables of the pages have them.
 * Arguments: the dataset, then one a training, of settings that differ from the defaults: {@code
 * network=dense,training.epochs=3}; {@code -} is the defaults. A line of JSON for each.
 */
public final class Accuracy {
  private Accuracy() {}

  public static void main(String[] args) {
    SparkSession spark = BenchSpark.open();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ImageDataset dataset = new Datasets(spark, DataConfig.of(Settings.defaults())).open(args[0]);
    for (int i = 1; i < args.length; i++) {
      System.out.println(train(context, dataset, args[i]));
    }
    spark.stop();
  }

  private static ObjectNode train(JavaSparkContext spark, ImageDataset dataset, String settings) {
    Map<String, String> given = new HashMap<>();
    for (String setting : settings.split(",")) {
      if (!setting.equals("-")) {
        given.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
      }
    }
    Settings all = Settings.of(ConfigFactory.empty(), given);
    TrainingConfig config = TrainingConfig.of(all, () -> BenchSpark.SLOTS);
    Architecture network = NetworkCatalog.find(all.string("network"), spark.hadoopConfiguration());
    var shape = dataset.info().shape();
    int classes = dataset.info().classes();
    Throughput throughput = new Throughput();
    ComputationGraph trained;
    try (Shards shards =
        Shards.deal(dataset.examples(Split.TRAIN), shape, config.workers(), config.seed())) {
      trained =
          new Trainer(spark, config, true)
              .observer(throughput)
              .train(
                  Optimization.regularized(
                      network.configure(shape, classes, Optimization.of(config)), config),
                  classes,
                  shards);
    }
    try (DistributedEvaluation evaluation =
        DistributedEvaluation.over(
            dataset.examples(Split.TEST), dataset.info(), dataset.info().count(Split.TEST))) {
      return row(settings, dataset, trained, config, throughput, evaluation.evaluate(trained));
    }
  }

  private static ObjectNode row(
      String settings,
      ImageDataset dataset,
      ComputationGraph trained,
      TrainingConfig config,
      Throughput throughput,
      Metrics metrics) {
    ObjectNode row = new ObjectMapper().createObjectNode();
    row.put("dataset", dataset.info().name());
    row.put("settings", settings);
    row.put("parameters", trained.numParams());
    row.put("workers", config.workers());
    row.put("seed", config.seed());
    row.put("epochs", config.epochs());
    row.put("test_accuracy", metrics.accuracy());
    row.put("test_loss", metrics.loss());
    row.put("images_per_second", Math.round(throughput.imagesPerSecond()));
    return row;
  }
}
