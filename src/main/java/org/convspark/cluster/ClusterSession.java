package org.convspark.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Spark and its executors. The one place where Spark is opened, at first use, and closed. */
public final class ClusterSession implements AutoCloseable {
  private final String name;
  private final Duration executorTimeout;
  private SparkSession spark;
  private ExecutorWatch watch;

  /**
   * Prepares a session; Spark isn't started yet.
   *
   * @param name of the application
   * @param executorTimeout how long to wait for the first executor, and for another when all are
   *     lost
   */
  public ClusterSession(String name, Duration executorTimeout) {
    this.name = name;
    this.executorTimeout = executorTimeout;
  }

  /** Returns Spark, which the first call starts. */
  public SparkSession spark() {
    if (spark == null) {
      SparkConf conf = new SparkConf().setAppName(name);
      conf.set("spark.kryo.registrator", RecordSerialization.class.getName());
      // A shard that its executor holds is soon fetched by another, and a task that waits for the
      // one executor, as it does by default for 3 seconds at each level, leaves the others idle:
      // after a lost executor all shards would stay with the survivor.
      conf.setIfMissing("spark.locality.wait", "0s");
      outliveErrors(conf);
      MasterAddress.check(conf.get("spark.master", ""));
      LocalJars.leaveOut(ownJar(), conf);
      spark = SparkSession.builder().config(conf).getOrCreate();
      watch = new ExecutorWatch(context(), executorTimeout);
    }
    return spark;
  }

  /**
   * After a StackOverflowError or a missing class in a task an executor ends its JVM. In local mode
   * that is the driver's, too, which has to say what happened.
   */
  static void outliveErrors(SparkConf conf) {
    if (LocalJars.isLocal(conf)) {
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
  }

  private static URI ownJar() {
    return URI.create(
        ClusterSession.class.getProtectionDomain().getCodeSource().getLocation().toString());
  }

  /** Returns Spark's context, which the first call starts. */
  public JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark().sparkContext());
  }

  /** Returns the hosts that executors run on now; the driver's own in local mode. */
  public List<String> hosts() {
    return Arrays.stream(context().sc().statusTracker().getExecutorInfos())
        .map(SparkExecutorInfo::host)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Waits for the executors and returns how many tasks they run at once, at least 1.
   *
   * @param wanted how many can be used; empty for all that there are
   * @throws NoExecutorsException if none comes in time
   */
  public int slots(OptionalInt wanted) {
    try {
      return new Slots(context()).await(wanted.orElse(Integer.MAX_VALUE), executorTimeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }

  /**
   * Returns why a job failed: the exception given, or that there were no executors, with the one
   * given as its cause.
   */
  public Exception reason(Exception failure) {
    return watch == null ? failure : watch.reason(failure);
  }

  /** Returns Hadoop's settings, those that came by {@code --conf spark.hadoop.*} included. */
  public Configuration hadoop() {
    return spark == null ? hadoopBefore() : spark.sparkContext().hadoopConfiguration();
  }

  /** Returns Hadoop's settings as they are before Spark is started. */
  public static Configuration hadoopBefore() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  @Override
  public void close() {
    if (spark != null) {
      watch.close();
      spark.stop();
    }
  }
}
