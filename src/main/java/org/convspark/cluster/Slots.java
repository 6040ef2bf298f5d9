package org.convspark.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.convspark.shims.SparkShims;

/**
 * Counts the tasks that executors can run at once. Executors register one by one after Spark has
 * started; who counts too early trains with too few workers, or deals every shard to the first
 * executor.
 */
public final class Slots {
  private static final String DRIVER = "driver";

  /**
   * Executors that start together register within this time of each other, where nothing else says
   * how many come.
   */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  /** The same where more are asked for than there are yet: a busy machine is slow to start JVMs. */
  private static final Duration MORE_WANTED = Duration.ofSeconds(20);

  private static final long LOOK_EVERY_MILLIS = 100;

  private final JavaSparkContext spark;

  public Slots(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Returns the executors that live now; in local mode the driver, which is the only one. */
  public static List<ExecutorSummary> executors(JavaSparkContext spark) {
    return SparkShims.list(spark.sc().statusStore().executorList(true)).stream()
        .filter(e -> spark.isLocal() || !e.id().equals(DRIVER))
        .toList();
  }

  /** Returns the hosts that executors run on now; the driver's own in local mode. */
  public static List<String> hosts(JavaSparkContext spark) {
    return Arrays.stream(spark.sc().statusTracker().getExecutorInfos())
        .map(SparkExecutorInfo::host)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Waits until no more executors come to a session that somebody else has opened.
   *
   * @param wanted how many slots can be used; empty for all that there are
   * @param limit how long to wait for the first executor
   * @return the slots that there are then, at least 1
   * @throws NoExecutorsException if none comes in time, or if they come and die
   */
  public static int await(JavaSparkContext spark, OptionalInt wanted, Duration limit) {
    try (ExecutorWatch watch = new ExecutorWatch(spark, limit)) {
      return new Slots(spark).await(wanted.orElse(Integer.MAX_VALUE), watch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }

  /** Returns the number of slots that are there now. */
  int now() {
    return executors(spark).stream().mapToInt(ExecutorSummary::maxTasks).sum();
  }

  /**
   * Waits until no more executors come, but no longer than for {@code wanted} slots. Where they are
   * allocated dynamically, tasks that wait for them call them.
   *
   * @param wanted as many slots as can be used
   * @return the slots that there are then, at least 1
   * @throws NoExecutorsException where no executor has come within the watch's limit, or they come
   *     and die
   */
  public int await(int wanted, ExecutorWatch watch) throws InterruptedException {
    try (Demand demand = Demand.of(spark, wanted)) {
      return await(demand, watch);
    }
  }

  private int await(Demand demand, ExecutorWatch watch) throws InterruptedException {
    Duration patience = demand.isOpen() ? MORE_WANTED : SETTLED;
    int slots = now();
    long began = System.nanoTime();
    long changed = began;
    // In local mode too the one executor is known a moment after Spark has started.
    while (slots < demand.slots() && !(spark.isLocal() && slots > 0)) {
      long now = System.nanoTime();
      if (slots > 0 && now - changed > patience.toNanos()) {
        break;
      }
      watch.check(slots > 0 ? Duration.ZERO : Duration.ofNanos(now - changed));
      Thread.sleep(LOOK_EVERY_MILLIS);
      int found = now();
      if (found != slots) {
        slots = found;
        changed = now;
      }
    }
    return slots;
  }
}
