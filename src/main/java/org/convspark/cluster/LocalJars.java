package org.convspark.cluster;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/**
 * Keeps the job jar from being copied in local mode. Spark sends every jar of an application to its
 * executors, through a socket to a temporary directory. In local mode driver and executor are one
 * JVM and the driver's class loader has the jar already: 174 MB for nothing in every run.
 */
final class LocalJars {
  private static final String JARS = "spark.jars";

  private LocalJars() {}

  /**
   * Takes one jar out of those that Spark is to send, if the master is local; the user's own stay.
   *
   * @param jar where this program's classes come from
   * @param conf Spark's settings, which are changed
   */
  public static void leaveOut(URI jar, SparkConf conf) {
    if (!isLocal(conf)) {
      return;
    }
    // Not removed where none are left: a session takes what its settings lack from spark-submit's.
    conf.set(
        JARS,
        Arrays.stream(conf.get(JARS, "").split(","))
            .filter(entry -> !entry.isBlank() && !isSame(entry, jar))
            .collect(Collectors.joining(",")));
  }

  /** Returns whether driver and executors are one JVM. */
  static boolean isLocal(SparkConf conf) {
    String master = conf.get("spark.master", "");
    return master.equals("local") || master.startsWith("local[");
  }

  /** spark-submit writes the application's jar as a URI. */
  private static boolean isSame(String entry, URI jar) {
    try {
      return Path.of(URI.create(entry.strip())).normalize().equals(Path.of(jar).normalize());
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      // A path, or a place elsewhere.
      return false;
    }
  }
}
