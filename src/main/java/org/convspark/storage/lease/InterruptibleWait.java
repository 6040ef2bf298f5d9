package org.convspark.storage.lease;

/** A wait that another thread can end: for another process's lease, or for Spark. */
public final class InterruptibleWait {
  /** What is waited for. */
  public interface Wait<T> {
    T call() throws InterruptedException;
  }

  private Thread waiting;

  /**
   * Waits.
   *
   * @param wait heeds an interrupt of its thread
   * @throws InterruptedException if {@link #cancel} ended it
   */
  public <T> T on(Wait<T> wait) throws InterruptedException {
    waits(Thread.currentThread());
    try {
      return wait.call();
    } finally {
      waits(null);
      // The thread's flag stays down: file systems heed it, and there is clearing up to do.
      Thread.interrupted();
    }
  }

  private synchronized void waits(Thread thread) {
    waiting = thread;
  }

  /** Ends the wait that is under way, if there is one. */
  public synchronized void cancel() {
    if (waiting != null) {
      waiting.interrupt();
    }
  }
}
