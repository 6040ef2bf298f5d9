package org.convspark.cluster;

import java.io.IOException;
import java.time.Duration;

/** What a machine does to processes without asking them. */
final class Signals {
  private Signals() {}

  /** SIGKILL: no shutdown hook runs. */
  static void kill(ProcessHandle process) {
    process.destroyForcibly();
    Await.until(
        "end of process " + process.pid(),
        Duration.ofMinutes(1),
        () -> !process.isAlive(),
        process::toString);
  }

  /** Stands still until {@link #resume}, as a machine does that swaps or is overloaded. */
  static void pause(ProcessHandle process) {
    signal("STOP", process);
  }

  static void resume(ProcessHandle process) {
    signal("CONT", process);
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new AssertionError("kill -" + name + " " + process.pid() + ": " + status);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
