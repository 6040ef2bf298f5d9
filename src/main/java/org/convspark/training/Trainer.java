package org.convspark.training;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convspark.config.TrainingConfig;
import org.convspark.data.Shards;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.dataset.DataSet;

/** Trains a network on shards, epoch by epoch. */
public final class Trainer {
  private final JavaSparkContext spark;
  private final TrainingConfig config;
  private final boolean accelerated;

  /**
   * @param accelerated whether executors are to use oneDNN
   */
  public Trainer(JavaSparkContext spark, TrainingConfig config, boolean accelerated) {
    this.spark = spark;
    this.config = config;
    this.accelerated = accelerated;
  }

  /**
   * @param architecture the network, its weights' seed and its optimizer
   * @param classes number of classes, the width of its output
   * @return the network with the parameters and updater state after the last epoch
   * @throws TrainingException where an epoch did not do what it must
   */
  public ComputationGraph train(
      ComputationGraphConfiguration architecture,
      int classes,
      Shards shards,
      RunListener listener) {
    try (ShardAveragingMaster master =
        new ShardAveragingMaster(
            spark, shards, config, architecture.toJson(), classes, accelerated, listener)) {
      SparkComputationGraph graph = new SparkComputationGraph(spark, architecture, master);
      JavaRDD<DataSet> data = shards.rdd().map(ShardDataSet::new);
      for (int epoch = 1; epoch <= config.epochs(); epoch++) {
        listener.epochStarted(epoch, master.minibatchesPerEpoch());
        float[] before = graph.getNetwork().params().toFloatVector();
        graph.fit(data);
        EpochResult result = master.lastEpoch();
        checkTrained(result, before, graph.getNetwork(), shards.total());
        listener.epochCompleted(result, graph.getNetwork());
      }
      return graph.getNetwork();
    }
  }

  /** "Completed" after training on nothing must not happen. */
  private static void checkTrained(
      EpochResult result, float[] before, ComputationGraph network, long examples) {
    if (result.examples() != examples) {
      throw new TrainingException(
          "epoch "
              + result.epoch()
              + " trained "
              + result.examples()
              + " examples instead of "
              + examples
              + "; this is a defect, please report it with the log");
    }
    if (Arrays.equals(before, network.params().toFloatVector())) {
      throw new TrainingException(
          "epoch "
              + result.epoch()
              + " left every parameter as it was; try a higher"
              + " --learning-rate");
    }
  }
}
