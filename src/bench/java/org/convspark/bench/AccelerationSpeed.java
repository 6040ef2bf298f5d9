package org.convspark.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
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
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.training.Optimization;
import org.convspark.training.Trainer;

/**
 * Training with acceleration against DL4J as it comes ({@code accel.enabled=false}), the two in
 * turn. Arguments: the dataset, {@code synthetic:6400} where there is none, and the network,
 * convnet where there is none. Prints JSON.
 */
public final class AccelerationSpeed {
  private static final int TURNS = 4;

  private AccelerationSpeed() {}

  public static void main(String[] args) {
    String location = args.length > 0 ? args[0] : "synthetic:6400";
    String network = args.length > 1 ? args[1] : "convnet";
    SparkSession spark = BenchSpark.open();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ImageDataset dataset = new Datasets(spark, DataConfig.of(Settings.defaults())).open(location);
    TrainingConfig config =
        TrainingConfig.of(
            Settings.of(ConfigFactory.empty(), Map.of("training.epochs", "1")),
            () -> BenchSpark.SLOTS);
    ObjectNode result = new ObjectMapper().createObjectNode();
    result.put("network", network);
    result.put("dataset", dataset.info().name());
    result.put("workers", config.workers());
    ArrayNode on = result.putArray("accelerated_images_per_second");
    ArrayNode off = result.putArray("plain_images_per_second");
    double ratios = 0;
    for (int turn = 0; turn <= TURNS; turn++) {
      double fast = imagesPerSecond(context, dataset, config, network, true);
      double plain = imagesPerSecond(context, dataset, config, network, false);
      if (turn > 0) { // The first turn loads natives and compiles.
        on.add(Math.round(fast));
        off.add(Math.round(plain));
        ratios += fast / plain / TURNS;
      }
    }
    result.put("mean_ratio", ratios);
    System.out.println(result.toPrettyString());
    spark.stop();
  }

  private static double imagesPerSecond(
      JavaSparkContext spark,
      ImageDataset dataset,
      TrainingConfig config,
      String network,
      boolean accelerated) {
    var shape = dataset.info().shape();
    int classes = dataset.info().classes();
    Throughput throughput = new Throughput();
    try (Shards shards =
        Shards.deal(dataset.examples(Split.TRAIN), shape, config.workers(), config.seed())) {
      new Trainer(spark, config, accelerated)
          .observer(throughput)
          .train(
              NetworkCatalog.find(network, spark.hadoopConfiguration())
                  .configure(shape, classes, Optimization.of(config)),
              classes,
              shards);
    }
    return throughput.imagesPerSecond();
  }
}
