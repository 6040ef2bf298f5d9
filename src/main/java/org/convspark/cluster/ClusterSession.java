package org.convspark.cluster;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.convspark.storage.TaskErrors;
import org.convspark.storage.lease.InterruptibleWait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spark and its executors. The one place where Spark is opened, at first use, and closed. */
public final class ClusterSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSession.class);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final String name;
  private final Duration executorTimeout;
  private final InterruptibleWait wait = new InterruptibleWait();
  private volatile SparkSession spark;
  private ExecutorWatch watch;

  /**
   * Prepares a session; Spark isn't started yet.
   *
   * @param name of the application, unless the user gives it one by spark.app.name
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
      spark = await(this::start);
      watch = new ExecutorWatch(context(), executorTimeout);
      if (!context().isLocal()) {
        SparkContext context = spark.sparkContext();
        LOG.info("Spark application {} on {}", context.applicationId(), context.master());
      }
    }
    return spark;
  }

  private <T> T await(InterruptibleWait.Wait<T> what) {
    try {
      return wait.on(what);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for Spark", e);
    }
  }

  private SparkSession start() {
    LoginUser.provide();
    SparkConf conf = SparkSettings.of(name);
    MasterAddress.check(conf.get("spark.master", ""));
    LocalDirectories.check(conf);
    OpenPorts.warnings(conf, OpenPorts.localIp()).forEach(LOG::warn);
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) {
      throw TaskErrors.unwrap(StartErrors.of(e, conf));
    }
  }

  /** Returns Spark's context, which the first call starts. */
  public JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark().sparkContext());
  }

  /** Returns the hosts that executors run on now; the driver's own in local mode. */
  public List<String> hosts() {
    return Slots.hosts(context());
  }

  /**
   * Waits for the executors and returns how many tasks they run at once, at least 1.
   *
   * @param wanted how many can be used; empty for all that there are
   * @throws NoExecutorsException if none comes in time, or if they come and die
   */
  public int slots(OptionalInt wanted) {
    Slots slots = new Slots(context());
    return await(() -> slots.await(wanted.orElse(Integer.MAX_VALUE), watch));
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
    LoginUser.provide();
    try {
      return SparkHadoopUtil.get().newConfiguration(SparkSettings.submitted(new SparkConf()));
    } catch (IllegalArgumentException e) {
      throw LoginUser.refused(e);
    }
  }

  /**
   * Ends, from any thread, what is under way: Spark's jobs, or the wait for Spark to start or for
   * executors to come.
   */
  public void cancel() {
    wait.cancel();
    SparkSession started = spark;
    if (started != null && !started.sparkContext().isStopped()) {
      started.sparkContext().cancelAllJobs();
    }
  }

  /** Closes Spark, or leaves it where its cluster is gone and doesn't answer. */
  @Override
  public void close() {
    if (spark == null) {
      return;
    }
    // Not yet where Spark was stopped just after its start.
    if (watch != null) {
      watch.close();
    }
    Thread stopping = new Thread(spark::stop, "convspark-spark-stop");
    stopping.setDaemon(true);
    stopping.start();
    try {
      stopping.join(LONGEST_STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (stopping.isAlive()) {
      LOG.warn("Spark doesn't stop within {} s and is left", LONGEST_STOP.toSeconds());
    }
  }
}
