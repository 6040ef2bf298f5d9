package org.convspark.job;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.util.SignalUtils;
import scala.runtime.AbstractFunction0;

/**
 * SIGTERM and SIGINT as a wish to stop: the first is handed on, a second ends the process as it
 * would have.
 */
final class StopSignal {
  private StopSignal() {}

  /**
   * @param stop called once, on the signal's thread
   */
  static void listen(Terminal terminal, Runnable stop) {
    AtomicBoolean asked = new AtomicBoolean();
    for (String name : new String[] {"TERM", "INT"}) {
      SignalUtils.register(
          name,
          "can't listen to SIG" + name,
          true,
          new AbstractFunction0<Object>() {
            @Override
            public Object apply() {
              boolean first = asked.compareAndSet(false, true);
              if (first) {
                terminal.error("SIG" + name + ": stopping with a checkpoint");
                stop.run();
              }
              return first;
            }
          });
    }
  }
}
