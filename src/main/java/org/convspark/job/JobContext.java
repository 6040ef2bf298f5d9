package org.convspark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.convspark.cli.CommandLineOptions;
import org.convspark.cli.Terminal;
import org.convspark.cluster.ClusterSession;
import org.convspark.config.Reference;
import org.convspark.config.Settings;
import org.convspark.engine.natives.Acceleration;
import org.convspark.storage.NameEncoding;
import org.convspark.storage.lease.Lease;
import org.convspark.storage.text.SettingsFile;

/** What a job has to work with: its settings, the terminal, Spark and the native libraries. */
public final class JobContext implements AutoCloseable {
  private final Settings settings;
  private final Terminal terminal;
  private final ClusterSession cluster;
  private final StopRequest stop;
  private Acceleration acceleration;

  private JobContext(
      Settings settings, Terminal terminal, ClusterSession cluster, StopRequest stop) {
    this.settings = settings;
    this.terminal = terminal;
    this.cluster = cluster;
    this.stop = stop;
  }

  /**
   * Opens the context of a job: its settings, and a cluster that starts at first use.
   *
   * @param options values by key, {@link CommandLineOptions#CONFIG} among them
   * @param end ends the process, where a signal asks and the job doesn't end
   */
  public static JobContext open(
      Job job, Map<String, String> options, Terminal terminal, Runnable end) {
    options.forEach((key, value) -> NameEncoding.requireWhole(option(key), value));
    Map<String, String> given = new HashMap<>(options);
    String file = given.remove(CommandLineOptions.CONFIG);
    Config user =
        file == null
            ? ConfigFactory.empty()
            : SettingsFile.read(file, ClusterSession.hadoopBefore());
    Settings settings = Settings.of(user, given);
    Duration timeout = Duration.ofSeconds(settings.integer("cluster.executor-timeout"));
    ClusterSession cluster = new ClusterSession("convspark " + job.name(), timeout);
    Runnable cancel =
        () -> {
          Lease.cancelWait();
          cluster.cancel();
        };
    return new JobContext(
        settings, terminal, cluster, new StopRequest(job.name(), terminal, cancel, end));
  }

  private static String option(String key) {
    return Settings.keys().contains(key) ? Reference.option(key) : key;
  }

  public Settings settings() {
    return settings;
  }

  public Terminal terminal() {
    return terminal;
  }

  /**
   * Returns Spark and its executors.
   *
   * @throws InterruptedRunException if a signal has asked the job to end
   */
  public ClusterSession cluster() {
    stop.check();
    return cluster;
  }

  /** Returns what is to be known about an end that a signal asks for. */
  StopRequest stop() {
    return stop;
  }

  /** Returns how this JVM computes; the first call sets it up and must come before any layer. */
  public Acceleration acceleration() {
    if (acceleration == null) {
      acceleration = Acceleration.apply(settings.flag("accel.enabled"));
    }
    return acceleration;
  }

  public SparkSession spark() {
    return cluster().spark();
  }

  public JavaSparkContext sparkContext() {
    return cluster().context();
  }

  public Configuration hadoop() {
    return cluster.hadoop();
  }

  /**
   * Runs a job. Where it fails for want of executors or of disk, or because a signal asked for it,
   * the exception says so.
   */
  public void run(Job job) throws Exception {
    try {
      settings.optional("out").ifPresent(out -> Outputs.requireLasting(this, out));
      job.run(this);
    } catch (FSError e) {
      // A full local disk is an Error to Hadoop, and would end the JVM with a bare stack trace.
      IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
      throw new UncheckedIOException(
          "can't write to " + settings.optional("out").orElse("disk") + ": " + cause.getMessage(),
          cause);
    } catch (Exception e) {
      throw stop.reason(cluster.reason(e));
    }
  }

  @Override
  public void close() {
    stop.close();
    cluster.close();
  }
}
