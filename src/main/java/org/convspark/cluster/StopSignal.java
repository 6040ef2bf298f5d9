package org.convspark.cluster;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.spark.util.SignalUtils;
import scala.runtime.AbstractFunction0;

/**
 * Takes SIGTERM and SIGINT as a wish to stop: the first is handed on, a second ends the process as
 * it would have.
 */
public final class StopSignal {
  private StopSignal() {}

  /**
   * Listens to both signals from now on.
   *
   * @param stop called once, on the signal's thread, with the signal's name, as {@code SIGTERM}
   */
  public static void listen(Consumer<String> stop) {
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
                stop.accept("SIG" + name);
              }
              return first;
            }
          });
    }
  }
}
