package org.convspark.job;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.util.SignalUtils;
import scala.runtime.AbstractFunction0;

/**
 * SIGTERM and SIGINT as a wish to stop: the first is kept for the training to see, a second ends
 * the process as it would have.
 */
final class StopSignal {
  private final AtomicBoolean asked = new AtomicBoolean();

  static StopSignal listen(Terminal terminal) {
    StopSignal signal = new StopSignal();
    for (String name : new String[] {"TERM", "INT"}) {
      SignalUtils.register(
          name,
          "can't listen to SIG" + name,
          true,
          new AbstractFunction0<Object>() {
            @Override
            public Object apply() {
              boolean first = signal.asked.compareAndSet(false, true);
              if (first) {
                terminal.error("SIG" + name + ": stopping after this round, with a checkpoint");
              }
              return first;
            }
          });
    }
    return signal;
  }

  boolean asked() {
    return asked.get();
  }
}
