package org.convspark.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.data.shards.Shards;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.training.Optimization;
import org.convspark.training.Trainer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.stats.ParameterAveragingTrainingWorkerStats;
import org.deeplearning4j.spark.stats.EventStats;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What averaging costs beside training: an epoch's time less the time that workers spend in fit, as
 * a share of the epoch, of our master and of DL4J's ParameterAveragingTrainingMaster in turn.
 * Arguments: the dataset ({@code synthetic:25600}), the averaging frequency (auto) and the network
 * (convnet). Prints JSON.
 */
public final class AveragingOverhead {
  private static final int TURNS = 3;

  private AveragingOverhead() {}

  /** What an epoch took, in seconds. */
  private record Cost(double seconds, double fitSeconds) {
    double overhead() {
      return seconds - fitSeconds;
    }
  }

  public static void main(String[] args) {
    String location = args.length > 0 ? args[0] : "synthetic:25600";
    String frequency = args.length > 1 ? args[1] : "auto";
    String network = args.length > 2 ? args[2] : "convnet";
    // DL4J's statistics ask a time server on the internet otherwise.
    System.setProperty(
        "org.deeplearning4j.spark.time.TimeSource",
        "org.deeplearning4j.spark.time.SystemClockTimeSource");
    SparkSession spark = BenchSpark.open();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ImageDataset dataset = new Datasets(spark, DataConfig.of(Settings.defaults())).open(location);
    TrainingConfig config =
        TrainingConfig.of(
            Settings.of(
                ConfigFactory.empty(),
                Map.of("training.epochs", "1", "training.averaging-frequency", frequency)),
            () -> BenchSpark.SLOTS);
    ComputationGraphConfiguration architecture =
        NetworkCatalog.find(network, context.hadoopConfiguration())
            .configure(dataset.info().shape(), dataset.info().classes(), Optimization.of(config));
    ObjectNode result = new ObjectMapper().createObjectNode();
    result.put("network", network);
    result.put("dataset", dataset.info().name());
    result.put("averaging_frequency", config.averagingFrequency());
    for (int turn = 0; turn <= TURNS; turn++) {
      Cost ours = ours(context, dataset, config, architecture);
      Cost stock = stock(context, dataset, config, architecture);
      if (turn > 0) { // The first turn loads natives and compiles.
        add(result.withArray("ours").addObject(), ours);
        add(result.withArray("stock").addObject(), stock);
      }
    }
    System.out.println(result.toPrettyString());
    spark.stop();
  }

  private static void add(ObjectNode to, Cost cost) {
    to.put("seconds", cost.seconds());
    to.put("overhead_seconds", cost.overhead());
    to.put("overhead_share", cost.overhead() / cost.seconds());
  }

  private static Cost ours(
      JavaSparkContext spark,
      ImageDataset dataset,
      TrainingConfig config,
      ComputationGraphConfiguration network) {
    Throughput throughput = new Throughput();
    try (Shards shards =
        Shards.deal(dataset.examples(Split.TRAIN), dataset.info().shape(), config.workers(), 1)) {
      new Trainer(spark, config, true)
          .observer(throughput)
          .train(network.clone(), dataset.info().classes(), shards);
    }
    return new Cost(throughput.seconds(), throughput.trainSeconds() / config.workers());
  }

  private static Cost stock(
      JavaSparkContext spark,
      ImageDataset dataset,
      TrainingConfig config,
      ComputationGraphConfiguration network) {
    int[] shape = {
      1,
      dataset.info().shape().channels(),
      dataset.info().shape().height(),
      dataset.info().shape().width()
    };
    int classes = dataset.info().classes();
    JavaRDD<DataSet> data =
        dataset.examples(Split.TRAIN).map(example -> dataSet(example, shape, classes)).cache();
    data.count();
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(config.workers(), 1)
            .batchSizePerWorker(config.batchSize())
            .averagingFrequency(config.averagingFrequency())
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .workerPrefetchNumBatches(2)
            .rngSeed(1)
            .build();
    SparkComputationGraph graph = new SparkComputationGraph(spark, network.clone(), master);
    graph.setCollectTrainingStats(true);
    long began = System.nanoTime();
    graph.fit(data);
    double seconds = (System.nanoTime() - began) / 1e9;
    data.unpersist();
    return new Cost(seconds, fitSeconds(graph.getSparkTrainingStats()) / config.workers());
  }

  private static DataSet dataSet(Example example, int[] shape, int classes) {
    float[] pixels = new float[example.image().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (example.image()[i] & 0xff) / 255f;
    }
    float[] label = new float[classes];
    label[example.label()] = 1;
    return new DataSet(
        Nd4j.createFromArray(pixels).reshape(shape[0], shape[1], shape[2], shape[3]),
        Nd4j.createFromArray(label).reshape(1, classes));
  }

  private static double fitSeconds(SparkTrainingStats stats) {
    SparkTrainingStats worker = stats;
    while (!(worker instanceof ParameterAveragingTrainingWorkerStats)) {
      worker = worker.getNestedTrainingStats();
    }
    List<EventStats> fits =
        worker.getValue(
            ParameterAveragingTrainingWorkerStats.PARAMETER_AVERAGING_WORKER_FIT_TIMES_MS);
    return fits.stream().mapToLong(EventStats::getDurationMs).sum() / 1e3;
  }
}
