package org.convspark.cluster;

import java.util.concurrent.TimeUnit;

/** A process that stands still for nine tenths of the time, as on an overloaded machine. */
final class SlowedProcess implements AutoCloseable {
  private static final long STOPPED_MILLIS = 450;
  private static final long RUNNING_MILLIS = 50;

  private final Thread thread;

  SlowedProcess(ProcessHandle process) {
    thread = new Thread(() -> slow(process), "slow " + process.pid());
    thread.setDaemon(true);
    thread.start();
  }

  private static void slow(ProcessHandle process) {
    try {
      while (process.isAlive()) {
        Signals.pause(process);
        try {
          TimeUnit.MILLISECONDS.sleep(STOPPED_MILLIS);
        } finally {
          Signals.resume(process);
        }
        TimeUnit.MILLISECONDS.sleep(RUNNING_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
