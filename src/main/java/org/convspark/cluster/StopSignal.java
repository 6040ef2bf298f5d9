package org.convspark.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jline.utils.Signals;

/**
 * Takes SIGTERM, SIGINT and SIGHUP as a wish to stop: the first is handed on, and a SIGTERM or
 * SIGINT after it ends the process as it would have. Not so SIGHUP, of which a terminal that is
 * closed sends several. A signal that the process was started to ignore, as SIGHUP is under nohup,
 * stays ignored; the JVM sees to that.
 */
public final class StopSignal implements AutoCloseable {
  private static final String HANG_UP = "HUP";
  private static final String[] NAMES = {"TERM", "INT", HANG_UP};

  private final Consumer<String> stop;
  private final Map<String, Object> before = new ConcurrentHashMap<>();
  private boolean asked;

  private StopSignal(Consumer<String> stop) {
    this.stop = stop;
  }

  /**
   * Listens from now on.
   *
   * @param stop called once, on the signal's thread, with the signal's name, as {@code SIGTERM}
   */
  public static StopSignal listen(Consumer<String> stop) {
    StopSignal signal = new StopSignal(stop);
    // A signal that comes meanwhile is heard once all have been registered, to be restored.
    synchronized (signal) {
      for (String name : NAMES) {
        Object earlier = Signals.register(name, () -> signal.received(name));
        if (earlier != null) {
          signal.before.put(name, earlier);
        }
      }
    }
    return signal;
  }

  private void received(String name) {
    synchronized (this) {
      if (asked) {
        return;
      }
      asked = true;
      before.keySet().stream().filter(each -> !each.equals(HANG_UP)).forEach(this::restore);
    }
    stop.accept("SIG" + name);
  }

  private void restore(String name) {
    Signals.unregister(name, before.get(name));
  }

  /** Listens no more. */
  @Override
  public synchronized void close() {
    before.keySet().forEach(this::restore);
  }
}
