package org.convspark.training;

import java.io.Serializable;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.convspark.shims.SparkShims;
import org.convspark.training.replicas.RoundResult;
import org.nd4j.linalg.dataset.DataSet;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * The results of a round, one in each partition, computed where the shard is.
 *
 * <p>It is an RDD of its own, and its job takes a function of its own, because a round lasts some
 * hundred milliseconds: for {@code mapPartitions} and {@code collect} Spark's ClosureCleaner reads
 * and parses their class files anew each time, which costs a round more than its averaging does.
 */
final class RoundRdd extends RDD<RoundResult> {
  private static final long serialVersionUID = 1L;

  private static final ClassTag<RoundResult> RESULT = ClassTag$.MODULE$.apply(RoundResult.class);
  private static final ClassTag<DataSet> DATA = ClassTag$.MODULE$.apply(DataSet.class);

  private final RoundTask task;

  /**
   * @param shards the shards, one {@link ShardDataSet} in each partition
   * @param task what each worker does with its shard
   */
  RoundRdd(JavaRDD<DataSet> shards, RoundTask task) {
    super(shards.rdd(), RESULT);
    this.task = task;
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(DATA).partitions();
  }

  @Override
  public Iterator<RoundResult> compute(Partition worker, TaskContext context) {
    Iterator<DataSet> shard = firstParent(DATA).iterator(worker, context);
    try {
      return SparkShims.scalaIterator(task.call(worker.index(), SparkShims.javaIterator(shard)));
    } catch (InterruptedException e) {
      throw killed(e);
    }
  }

  /** Spark tells a task that was killed from one that failed by the exception's class. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException killed(InterruptedException e) throws E {
    throw (E) e;
  }

  /** Computes all results and returns them in the order of the workers' numbers. */
  RoundResult[] results() {
    return (RoundResult[]) context().runJob(this, new OnlyResult(), RESULT);
  }

  private static final class OnlyResult
      extends AbstractFunction2<TaskContext, Iterator<RoundResult>, RoundResult>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public RoundResult apply(TaskContext context, Iterator<RoundResult> results) {
      return results.next();
    }
  }
}
