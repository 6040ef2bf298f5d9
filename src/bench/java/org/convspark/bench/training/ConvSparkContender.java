package org.convspark.bench.training;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.convspark.bench.BenchSpark;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.Datasets;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.data.shards.Shards;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.network.summary.NetworkSummary;
import org.convspark.training.EpochResult;
import org.convspark.training.Optimization;
import org.convspark.training.Trainer;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** ConvSpark's own training with its defaults, two workers on this machine; a turn is an epoch. */
final class ConvSparkContender implements Contender {
  private final boolean accelerated;

  /**
   * @param accelerated false for {@code accel.enabled=false}
   */
  ConvSparkContender(boolean accelerated) {
    this.accelerated = accelerated;
  }

  @Override
  public void train(Assignment assignment, Turns turns) {
    SparkSession spark = BenchSpark.open();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ImageDataset dataset =
        new Datasets(
                spark,
                DataConfig.of(
                    Settings.defaults().with("limit", Integer.toString(assignment.count()))))
            .open(assignment.images().toUri().toString());
    var shape = dataset.info().shape();
    int classes = dataset.info().classes();
    TrainingConfig config =
        TrainingConfig.of(
            Settings.of(
                ConfigFactory.empty(),
                Map.of(
                    "training.epochs",
                    Integer.toString(assignment.turns()),
                    "training.batch-size",
                    Integer.toString(Assignment.MINIBATCH))),
            () -> BenchSpark.SLOTS);
    ComputationGraphConfiguration network =
        NetworkCatalog.find(assignment.network(), context.hadoopConfiguration())
            .configure(shape, classes, Optimization.of(config));
    try (Shards shards =
        Shards.deal(dataset.examples(Split.TRAIN), shape, config.workers(), config.seed())) {
      turns.ready(
          new Ready(
              NetworkSummary.of(assignment.network(), network, shape).trainable(),
              config.workers(),
              LibraryVersions.of(
                  Map.of("spark", spark.version()),
                  "org.deeplearning4j/deeplearning4j-nn",
                  "org.bytedeco/dnnl")));
      new Trainer(context, config, accelerated)
          .observer(new Epochs(turns))
          .train(network, classes, shards);
    }
  }

  /** Holds an epoch back until its turn has come, and tells what it took, all in all. */
  private static final class Epochs implements TrainingObserver {
    private final Turns turns;
    private long began;

    Epochs(Turns turns) {
      this.turns = turns;
    }

    @Override
    public void epochStarted(int epoch, long minibatches) {
      if (!turns.next()) {
        System.exit(0);
      }
      began = System.nanoTime();
    }

    @Override
    public void epochCompleted(EpochResult result, TrainingState next) {
      double seconds = (System.nanoTime() - began) / 1e9;
      turns.done(new Turn(result.examples(), seconds, result.loss()));
    }
  }
}
