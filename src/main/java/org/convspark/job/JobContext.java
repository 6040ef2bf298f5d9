package org.convspark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.convspark.accel.Acceleration;
import org.convspark.config.Settings;
import org.convspark.config.SettingsFile;

/** What a job has to work with. The one place where Spark is opened, at first use, and closed. */
public final class JobContext implements AutoCloseable {
  private final String job;
  private final Settings settings;
  private final Terminal terminal;
  private SparkSession spark;
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

  /** How many tasks run at once. */
  public int slots() {
    return sparkContext().defaultParallelism();
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
      spark =
          SparkSession.builder()
              .appName("convspark " + job)
              .config("spark.kryo.registrator", RecordSerialization.class.getName())
              .getOrCreate();
    }
    return spark;
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
      spark.stop();
    }
  }
}
