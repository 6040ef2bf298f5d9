package org.convspark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.convspark.cli.CommandLineOptions;
import org.convspark.cli.Terminal;
import org.convspark.cluster.ExecutorWatch;
import org.convspark.cluster.LocalJars;
import org.convspark.cluster.MasterAddress;
import org.convspark.cluster.NoExecutorsException;
import org.convspark.cluster.RecordSerialization;
import org.convspark.cluster.Slots;
import org.convspark.config.Settings;
import org.convspark.config.SettingsFile;
import org.convspark.engine.natives.Acceleration;

/** What a job has to work with. The one place where Spark is opened, at first use, and closed. */
public final class JobContext implements AutoCloseable {
  private final String job;
  private final Settings settings;
  private final Terminal terminal;
  private SparkSession spark;
  private ExecutorWatch watch;
  private Acceleration acceleration;

  private JobContext(String job, Settings settings, Terminal terminal) {
    this.job = job;
    this.settings = settings;
    this.terminal = terminal;
  }

  /**
   * @param options values by key, {@link CommandLineOptions#CONFIG} among them
   */
  public static JobContext open(Job job, Map<String, String> options, Terminal terminal) {
    Map<String, String> settings = new HashMap<>(options);
    String file = settings.remove(CommandLineOptions.CONFIG);
    Config user =
        file == null ? ConfigFactory.empty() : SettingsFile.read(file, hadoopConfiguration());
    return new JobContext(job.name(), Settings.of(user, settings), terminal);
  }

  public Settings settings() {
    return settings;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** How this JVM computes, set up by the first call, which must come before the first layer. */
  public Acceleration acceleration() {
    if (acceleration == null) {
      acceleration = Acceleration.apply(settings.flag("accel.enabled"));
    }
    return acceleration;
  }

  /** The hosts that executors run on now; the driver's own in local mode. */
  public List<String> hosts() {
    return Arrays.stream(sparkContext().sc().statusTracker().getExecutorInfos())
        .map(SparkExecutorInfo::host)
        .distinct()
        .sorted()
        .toList();
  }

  /** Spark, started by the first call. */
  public SparkSession spark() {
    if (spark == null) {
      SparkConf conf = new SparkConf().setAppName("convspark " + job);
      conf.set("spark.kryo.registrator", RecordSerialization.class.getName());
      // A shard that its executor holds is soon fetched by another, and a task that waits for the
      // one executor, as it does by default for 3 seconds at each level, leaves the others idle:
      // after a lost executor all shards would stay with the survivor.
      conf.setIfMissing("spark.locality.wait", "0s");
      MasterAddress.check(conf.get("spark.master", ""));
      LocalJars.leaveOut(ownJar(), conf);
      spark = SparkSession.builder().config(conf).getOrCreate();
      watch = new ExecutorWatch(sparkContext(), executorTimeout());
    }
    return spark;
  }

  private static URI ownJar() {
    return URI.create(
        JobContext.class.getProtectionDomain().getCodeSource().getLocation().toString());
  }

  /**
   * Waits for the executors and counts the tasks that they run at once.
   *
   * @param wanted how many can be used; empty for all that there are
   * @throws NoExecutorsException where none comes in time
   */
  public int slots(OptionalInt wanted) {
    try {
      return new Slots(sparkContext()).await(wanted.orElse(Integer.MAX_VALUE), executorTimeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }

  private Duration executorTimeout() {
    return Duration.ofSeconds(settings.integer("cluster.executor-timeout"));
  }

  /** Runs a job; where it fails for want of executors or of disk, that is what it says. */
  public void run(Job job) throws Exception {
    try {
      job.run(this);
    } catch (FSError e) {
      // A full local disk is an Error to Hadoop, and would end the JVM with a bare stack trace.
      IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
      throw new UncheckedIOException(
          "can't write to " + settings.optional("out").orElse("disk") + ": " + cause.getMessage(),
          cause);
    } catch (Exception e) {
      throw watch == null ? e : watch.reason(e);
    }
  }

  public JavaSparkContext sparkContext() {
    return JavaSparkContext.fromSparkContext(spark().sparkContext());
  }

  /** Hadoop's settings, those that came through {@code --conf spark.hadoop.*} included. */
  public Configuration hadoop() {
    return spark == null ? hadoopConfiguration() : spark.sparkContext().hadoopConfiguration();
  }

  private static Configuration hadoopConfiguration() {
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
