package org.convspark.training.checkpoint;

import org.convspark.data.DatasetInfo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The network under training. A checkpoint holds it too, so that the checkpoint is a model by
 * itself.
 *
 * @param name the network's name in the catalog
 * @param configuration its layers and optimizer
 * @param dataset the dataset that it is trained on
 */
public record CheckpointedNetwork(
    String name, ComputationGraphConfiguration configuration, DatasetInfo dataset) {

  /**
   * Returns the configuration as JSON, as DL4J has it in a model's archive.
   *
   * @param iterations minibatches that a worker has trained so far
   * @param epochs epochs completed
   */
  String toJson(int iterations, int epochs) {
    ComputationGraphConfiguration copy = configuration.clone();
    copy.setIterationCount(iterations);
    copy.setEpochCount(epochs);
    return copy.toJson();
  }
}
