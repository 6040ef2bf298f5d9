package org.convspark.training.checkpoint;

import org.convspark.data.DatasetInfo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The network under training, which a checkpoint holds too, so that it is a model by itself.
 *
 * @param name in the catalog
 * @param configuration layers and optimizer
 * @param dataset that it is trained on
 */
public record CheckpointedNetwork(
    String name, ComputationGraphConfiguration configuration, DatasetInfo dataset) {

  /** As DL4J has it in a model's archive. */
  String toJson(int iterations, int epochs) {
    ComputationGraphConfiguration copy = configuration.clone();
    copy.setIterationCount(iterations);
    copy.setEpochCount(epochs);
    return copy.toJson();
  }
}
