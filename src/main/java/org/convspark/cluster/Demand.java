package org.convspark.cluster;

import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;

/**
 * Asks for executors as long as it is open. Where they are allocated dynamically they come for
 * tasks that wait, and how many there may be isn't to be had from any setting: a job of tasks that
 * hold the slots they get makes Spark ask its cluster for all that are wanted.
 */
final class Demand implements AutoCloseable {
  /** Tasks of the job where nothing says how many slots can be used. */
  private static final int MANY = 1000;

  private final int slots;
  private final JavaFutureAction<Void> job;

  private Demand(int slots, JavaFutureAction<Void> job) {
    this.slots = slots;
    this.job = job;
  }

  /**
   * Asks for slots, if the cluster gives them on demand.
   *
   * @param wanted as many as can be used; {@code Integer.MAX_VALUE} for all that there are
   */
  static Demand of(JavaSparkContext spark, int wanted) {
    if (!spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false) || spark.isLocal()) {
      return new Demand(wanted, null);
    }
    int slots = Math.min(wanted, most(spark.getConf()));
    return new Demand(
        slots,
        spark
            .parallelize(
                IntStream.range(0, Math.min(slots, MANY)).boxed().toList(), Math.min(slots, MANY))
            .foreachAsync(new HoldSlot()));
  }

  /** The most slots that the settings allow. */
  static int most(SparkConf conf) {
    int executors = conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE);
    String master = conf.get("spark.master", "");
    boolean one = master.equals("yarn") || master.startsWith("k8s://");
    // By default one, or in a standalone cluster all of a worker's, which may be any number.
    int cores = conf.getInt("spark.executor.cores", one ? 1 : Integer.MAX_VALUE);
    int each = Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
    return (int) Math.min((long) executors * each, Integer.MAX_VALUE);
  }

  /** Returns the number of slots that can be used and may be had. */
  int slots() {
    return slots;
  }

  /** Returns whether more executors are to be expected as long as there are fewer slots. */
  boolean isOpen() {
    return job != null || slots < Integer.MAX_VALUE;
  }

  /** Gives the slots that the job holds back. */
  @Override
  public void close() {
    if (job != null) {
      job.cancel(true);
    }
  }

  /** Holds a slot until its job is cancelled. */
  private static final class HoldSlot implements VoidFunction<Integer> {
    private static final long serialVersionUID = 1L;
    private static final long LOOK_EVERY_MILLIS = 50;

    @Override
    public void call(Integer slot) throws InterruptedException {
      while (!TaskContext.get().isInterrupted()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    }
  }
}
