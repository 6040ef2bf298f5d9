package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.convspark.submit.TestedBuild;
import org.junit.jupiter.api.Test;

/** A command ends, whatever Spark does at its end. */
final class EndIT {
  /** Keeps Spark from stopping, as a cluster does that is gone. */
  public static final class EndlessStop extends SparkListener {
    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd event) {
      while (true) {
        try {
          Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
          // Not even by that.
        }
      }
    }
  }

  @Test
  void aSparkThatDoesNotStopIsLeft() {
    Submit.Result result =
        Submit.command("doctor")
            .local()
            .conf("spark.extraListeners", EndlessStop.class.getName())
            .conf("spark.driver.extraClassPath", TestedBuild.testClasses())
            .run();

    assertThat(result.status()).as(result::everything).isZero();
    assertThat(result.output()).contains("Driver: ");
    assertThat(result.errors()).contains("Spark doesn't stop within 30 s and is left");
  }
}
