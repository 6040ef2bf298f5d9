package org.convspark.submit;

import org.apache.spark.scheduler.SparkListener;

/** Ends a thread of the driver's by an Error, once Spark starts: a listener that a test names. */
public final class LostThread extends SparkListener {
  public LostThread() {
    new Thread(
            () -> {
              throw new OutOfMemoryError("of a thread that nobody waits for");
            })
        .start();
  }
}
