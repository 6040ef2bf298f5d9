package org.convspark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.Settings;
import org.convspark.config.SettingsFile;

/** What a job has to work with. The one place where Spark is opened, at first use, and closed. */
public final class JobContext implements AutoCloseable {
  private final String job;
  private final Settings settings;
  private final Terminal terminal;
  private SparkSession spark;

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

  /** Spark, started by the first call. */
  public SparkSession spark() {
    if (spark == null) {
      spark = SparkSession.builder().appName("convspark " + job).getOrCreate();
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
