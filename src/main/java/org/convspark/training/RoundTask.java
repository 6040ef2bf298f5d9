package org.convspark.training;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.convspark.training.replicas.ModelState;
import org.convspark.training.replicas.Replica;
import org.convspark.training.replicas.ReplicaPool;
import org.convspark.training.replicas.ReplicaSpec;
import org.convspark.training.replicas.RoundPlan;
import org.convspark.training.replicas.RoundResult;
import org.nd4j.linalg.dataset.DataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's part of a round, as Spark sends it to an executor. It is a pure function of its
 * fields and of the shard: run again, speculatively or elsewhere, it returns the same result, its
 * time apart.
 */
final class RoundTask implements Function2<Integer, Iterator<DataSet>, Iterator<RoundResult>> {
  private static final long serialVersionUID = 1L;

  private static final Logger log = LoggerFactory.getLogger(RoundTask.class);

  /** The executor id of the driver itself, where Spark runs on local threads. */
  private static final String DRIVER = "driver";

  private final Broadcast<ReplicaSpec> spec;
  private final Broadcast<ModelState> start;
  private final RoundPlan plan;
  private final LongAccumulator progress;

  /**
   * @param progress gets 1 added for each minibatch, as soon as it is trained
   */
  RoundTask(
      Broadcast<ReplicaSpec> spec,
      Broadcast<ModelState> start,
      RoundPlan plan,
      LongAccumulator progress) {
    this.spec = spec;
    this.start = start;
    this.plan = plan;
    this.progress = progress;
  }

  @Override
  public Iterator<RoundResult> call(Integer worker, Iterator<DataSet> data)
      throws InterruptedException {
    ShardDataSet shard = (ShardDataSet) data.next();
    Replica replica = ReplicaPool.take(spec.value());
    boolean whole = false;
    try {
      RoundResult result =
          replica.train(worker, shard.shard(), plan, start.value(), () -> progress.add(1L));
      whole = true;
      tell(result);
      return List.of(result).iterator();
    } finally {
      if (whole) {
        ReplicaPool.giveBack(spec.value(), replica);
      } else {
        replica.close();
      }
    }
  }

  /** For the log of an executor; what goes on in the driver's JVM is on the terminal. */
  private void tell(RoundResult result) {
    if (result.examples() > 0 && !SparkEnv.get().executorId().equals(DRIVER)) {
      log.info(
          "epoch {}, round {}: worker {} trained {} examples, {} images/s",
          plan.epoch() + 1,
          plan.round() + 1,
          result.worker(),
          result.examples(),
          Math.round(result.examples() / result.time().seconds()));
    }
  }
}
