package org.convspark.cluster;

import java.io.FileNotFoundException;
import java.net.BindException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.storage.Reason;
import scala.Tuple2;

/** Says in one line which of its settings keeps Spark from starting. */
final class StartErrors {
  private static final String EVENTS = "spark.eventLog.dir";

  private StartErrors() {}

  /**
   * Returns what to throw.
   *
   * @param failure what Spark threw while it started
   * @param conf its settings
   */
  static Exception of(Exception failure, SparkConf conf) {
    if (causes(failure).anyMatch(StartErrors::isOfEventLog)) {
      return new InputException(
          EVENTS + " " + conf.get(EVENTS, "file:/tmp/spark-events"),
          Reason.ofRoot(failure),
          "a directory that can be written",
          "make it, or choose another with --conf spark.eventLog.dir=URI",
          failure);
    }
    Optional<Throwable> unbound = causes(failure).filter(e -> e instanceof BindException).findAny();
    if (unbound.isPresent()) {
      return new InputException(
          "spark.driver.bindAddress " + conf.get("spark.driver.bindAddress", "of this machine"),
          Reason.of(unbound.get()).replaceFirst("!.*", ""),
          "an address and ports of this machine",
          "set --conf spark.driver.bindAddress=ADDRESS, such as 127.0.0.1, or free the ports",
          failure);
    }
    Optional<Throwable> missing =
        causes(failure).filter(e -> e instanceof ClassNotFoundException).findAny();
    if (missing.isPresent()) {
      String name = Reason.of(missing.get());
      return new UsageException(settingOf(name, conf), name, "a class of Spark's or of --jars");
    }
    if (failure instanceof FileNotFoundException) {
      return new InputException(
          "Spark's settings",
          Reason.of(failure),
          "files that are there",
          "correct the setting that names it, or make the file",
          failure);
    }
    // Both name the setting or the value. Of other troubles a SparkException has the cause.
    return failure instanceof IllegalArgumentException
            || (failure instanceof SparkException && failure.getCause() == null)
        ? new UsageException("Spark's settings: " + Reason.of(failure))
        : failure;
  }

  private static boolean isOfEventLog(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .anyMatch(call -> call.getClassName().contains(".EventLogFileWriter"));
  }

  private static String settingOf(String value, SparkConf conf) {
    return Arrays.stream(conf.getAll())
        .filter(setting -> setting._2().contains(value))
        .map(Tuple2::_1)
        .findFirst()
        .orElse("Spark's settings");
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause);
  }
}
