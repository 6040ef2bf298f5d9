package org.convspark.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.storage.Expectation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what executors write comes to where the driver looks. */
public final class SharedOutput {
  private static final Logger LOG = LoggerFactory.getLogger(SharedOutput.class);

  private SharedOutput() {}

  /**
   * Checks that every executor there is now can write an output, and to the driver's directory. It
   * takes one short task of each, and nothing where driver and executors are one JVM. One that gets
   * no task in good time is named in the log.
   *
   * @param uri where the output is to be
   * @throws InputException if one can't; it names the executor
   */
  public static void require(JavaSparkContext spark, String uri) {
    if (spark.isLocal()) {
      return;
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    PathTask driver = new PathTask(Optional.empty(), Optional.of(uri));
    try (Mark mark = driver.mark(hadoop.value())) {
      PathTask task = driver.compared(mark, hadoop.value());
      Map<String, EveryExecutor.Answer<String>> answers =
          EveryExecutor.run(spark, () -> task.outError(hadoop.value()));
      answers.forEach((name, answer) -> refuse(uri, name + " on " + answer.host(), answer.value()));
      List<String> silent = EveryExecutor.silent(spark, answers.keySet());
      if (!silent.isEmpty()) {
        LOG.warn(
            "{} not asked yet whether it writes to {}: busy, or just come",
            String.join(", ", silent),
            uri);
      }
    }
  }

  private static void refuse(String uri, String executor, String error) {
    if (!error.isEmpty()) {
      throw new InputException(
          uri,
          error + " on " + executor,
          "a directory that driver and executors all write to",
          Expectation.SHARED_OUTPUT);
    }
  }
}
