package org.convspark.training;

import org.convspark.data.shards.Shard;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A worker's shard in the type that {@code SparkComputationGraph.fit} takes. It never holds arrays,
 * since minibatches are made from the shard's bytes when they are used; and it is never serialized,
 * since it is made from the shard inside the task.
 */
final class ShardDataSet extends DataSet {
  private static final long serialVersionUID = 1L;

  private final transient Shard shard;

  ShardDataSet(Shard shard) {
    this.shard = shard;
  }

  Shard shard() {
    return shard;
  }
}
