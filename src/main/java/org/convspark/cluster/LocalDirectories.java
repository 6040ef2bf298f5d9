package org.convspark.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.convspark.config.InputException;
import org.convspark.storage.Reason;

/**
 * Checks that the driver has a directory for its blocks. Without one Spark ends the JVM with exit
 * code 53.
 */
final class LocalDirectories {
  private static final String SETTING = "spark.local.dir";
  private static final String VARIABLE = "SPARK_LOCAL_DIRS";

  /** Of a driver that runs on a worker of a standalone cluster. */
  private static final String EXECUTOR_VARIABLE = "SPARK_EXECUTOR_DIRS";

  private LocalDirectories() {}

  /**
   * Looks for one that can be made and written; as Spark does, contents itself with a single one.
   *
   * @throws InputException if there is none
   */
  static void check(SparkConf conf) {
    check(conf, System.getenv());
  }

  /** In the order of Spark's Utils.getConfiguredLocalDirs. */
  static void check(SparkConf conf, Map<String, String> environment) {
    if (environment.containsKey("CONTAINER_ID")) {
      // YARN gives its containers directories that it looks after itself.
      return;
    }
    if (environment.containsKey(EXECUTOR_VARIABLE)) {
      String directories = environment.get(EXECUTOR_VARIABLE);
      check(EXECUTOR_VARIABLE, directories.replace(File.pathSeparator, ","));
    } else if (environment.containsKey(VARIABLE)) {
      check(VARIABLE, environment.get(VARIABLE));
    } else {
      check(SETTING, conf.get(SETTING, System.getProperty("java.io.tmpdir")));
    }
  }

  static void check(String setting, String directories) {
    String problem =
        Arrays.stream(directories.split(","))
            .map(directory -> problem(directory.strip()))
            .reduce((first, second) -> first.isEmpty() ? first : second)
            .orElse("");
    if (!problem.isEmpty()) {
      throw new InputException(
          setting + " " + directories,
          problem,
          "a directory that can be written",
          "choose another with --conf spark.local.dir=DIR, or mend it");
    }
  }

  private static String problem(String directory) {
    try {
      Path trial = Files.createTempDirectory(Files.createDirectories(Path.of(directory)), "spark");
      Files.write(trial.resolve("trial"), new byte[1]);
      Files.delete(trial.resolve("trial"));
      Files.delete(trial);
      return "";
    } catch (IOException e) {
      return e.getClass().getSimpleName() + ": " + Reason.of(e);
    }
  }
}
