package org.convspark.cluster;

import java.net.URI;
import java.util.List;
import org.apache.spark.SparkConf;
import org.convspark.config.Redaction;
import org.convspark.storage.Submission;

/**
 * What a job sets for Spark. The user's settings stay, unless a job would be wrong or lost with
 * them.
 */
final class SparkSettings {
  static final String MAIN_CLASS = "org.convspark.Main";

  private static final String NEVER = Integer.toString(Integer.MAX_VALUE);
  private static final String NEVER_MILLIS = NEVER + "ms";

  private SparkSettings() {}

  /**
   * Returns the settings of a session, those of spark-submit among them.
   *
   * @param name of the application, unless the user gives it one by spark.app.name
   */
  static SparkConf of(String name) {
    SparkConf conf = submitted(new SparkConf());
    nameUnlessGiven(conf, name);
    RecordSerialization.register(conf);
    // A shard that its executor holds is soon fetched by another, and a task that waits for the
    // one executor, as it does by default for 3 seconds at each level, leaves the others idle:
    // after a lost executor all shards would stay with the survivor.
    conf.setIfMissing("spark.locality.wait", "0s");
    outliveErrors(conf);
    writeNumbersAlike(conf);
    readEverything(conf);
    // In its listings, plans and event logs, too.
    conf.setIfMissing("spark.redaction.regex", Redaction.KEY + "|" + Redaction.TEXT);
    conf.setIfMissing("spark.redaction.string.regex", Redaction.TEXT);
    LocalJars.leaveOut(ownJar(), conf);
    OpenPorts.close(conf, OpenPorts.localIp());
    return conf;
  }

  /** Where the user gives no name, spark-submit takes the main class's. */
  static void nameUnlessGiven(SparkConf conf, String name) {
    if (conf.get("spark.app.name", MAIN_CLASS).equals(MAIN_CLASS)) {
      conf.setAppName(name);
    }
  }

  /**
   * After a StackOverflowError or a missing class in a task an executor ends its JVM. In local mode
   * that is the driver's, too, which has to say what happened.
   */
  static void outliveErrors(SparkConf conf) {
    if (LocalJars.isLocal(conf)) {
      conf.set("spark.executor.killOnFatalError.depth", "0");
      // After a machine has slept, Spark takes its executor for lost, fails to register it again,
      // and ends the process with 56 after 60 heartbeats.
      conf.setIfMissing("spark.storage.blockManagerHeartbeatTimeoutMs", NEVER_MILLIS);
      conf.setIfMissing("spark.executor.heartbeat.maxFailures", NEVER);
    }
  }

  /** Spark's executors write numbers into names of files as the locale does. */
  static void writeNumbersAlike(SparkConf conf) {
    String key = "spark.executor.extraJavaOptions";
    conf.set(key, ("-Duser.language=en " + conf.get(key, "")).strip());
  }

  /**
   * Spark may be set to leave out damaged or missing files, and a network would be trained on the
   * rest: also of tables of the catalog and of queries, whose files nobody has counted.
   */
  static void readEverything(SparkConf conf) {
    for (String files : List.of("spark.files.", "spark.sql.files.")) {
      conf.set(files + "ignoreCorruptFiles", "false");
      conf.set(files + "ignoreMissingFiles", "false");
    }
  }

  /** A driver in the cluster knows that it is there, whatever has submitted it. */
  static SparkConf submitted(SparkConf conf) {
    if (conf.get("spark.submit.deployMode", "client").equals("cluster")) {
      conf.setIfMissing("spark.hadoop." + Submission.DIRECTORY, "");
    }
    return conf;
  }

  private static URI ownJar() {
    return URI.create(
        SparkSettings.class.getProtectionDomain().getCodeSource().getLocation().toString());
  }
}
