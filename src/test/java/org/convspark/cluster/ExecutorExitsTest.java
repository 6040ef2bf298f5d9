package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.junit.jupiter.api.Test;

/** What Spark writes to its log, session after session in one JVM. */
final class ExecutorExitsTest {
  private static final String SPARKS =
      "org.apache.spark.deploy.client.StandaloneAppClient$ClientEndpoint";

  private static LoggerConfig config() {
    return ((LoggerContext) LogManager.getContext(false))
        .getConfiguration()
        .getLoggerConfig(SPARKS);
  }

  @Test
  void everySessionHearsItsExecutorsAndLeavesTheLogAsItWas() {
    LoggerConfig before = config();
    for (int session = 0; session < 2; session++) {
      ExecutorLosses losses = new ExecutorLosses();
      ExecutorExits exits = new ExecutorExits(losses);
      exits.start();
      LogManager.getLogger(SPARKS).info("Executor updated: app-1/3 is now EXITED (exited with 1)");
      assertThat(losses.inVain()).isOne();

      exits.stop();
      LogManager.getLogger(SPARKS).info("Executor updated: app-1/4 is now EXITED (exited with 1)");
      assertThat(losses.inVain()).isOne();
      assertThat(config()).isSameAs(before);
    }
  }
}
