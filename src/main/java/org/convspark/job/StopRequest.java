package org.convspark.job;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.convspark.cli.Terminal;
import org.convspark.cluster.StopSignal;
import org.convspark.storage.Reason;
import org.convspark.training.TrainingInterruptedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signal's wish that a job end. A training keeps its state in a checkpoint; of anything else
 * Spark's jobs are cancelled, those that come after included, so that the job ends by an exception
 * and clears up as after any other. Where it doesn't end by that, the process is ended.
 */
final class StopRequest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** A checkpoint of a large network takes its time, on a slow file system minutes. */
  private static final int CHECKPOINT_LIMITS = 5;

  private static final long CANCEL_EVERY_MILLIS = 100;

  private final String job;
  private final Terminal terminal;
  private final Runnable cancel;
  private final Runnable end;
  private final Duration limit;
  private final StopSignal signals;
  private Supplier<Optional<String>> left = Optional::empty;
  private Runnable training;
  private String signal;
  private long deadline;
  private boolean closed;

  /**
   * Listens to signals from now on.
   *
   * @param job what the user calls it
   * @param cancel ends what is under way, from any thread; called again and again
   * @param end ends the process
   */
  StopRequest(String job, Terminal terminal, Runnable cancel, Runnable end) {
    this(job, terminal, cancel, end, LIMIT);
  }

  /**
   * @param limit how long the job may take to end
   */
  StopRequest(String job, Terminal terminal, Runnable cancel, Runnable end, Duration limit) {
    this.job = job;
    this.terminal = terminal;
    this.cancel = cancel;
    this.end = end;
    this.limit = limit;
    this.signals = StopSignal.listen(this::received);
  }

  /**
   * Sets how the user goes on after an interruption.
   *
   * @param left asked when the job has cleared up; empty where it has left nothing
   */
  void leaving(Supplier<Optional<String>> left) {
    this.left = left;
  }

  /**
   * Runs a training, which ends with a checkpoint when asked to.
   *
   * @param interrupt asks it to end
   * @param keep keeps the state that it ended with, where it was asked too late to do so itself
   * @throws InterruptedRunException where it was asked before or too late
   */
  <T> T training(Runnable interrupt, Supplier<T> training, Runnable keep) {
    synchronized (this) {
      check();
      this.training = interrupt;
    }
    try {
      T trained = training.get();
      synchronized (this) {
        if (signal == null) {
          this.training = null;
          return trained;
        }
      }
      keep.run();
      check();
      return trained;
    } finally {
      synchronized (this) {
        this.training = null;
        deadline = System.nanoTime() + limit.toNanos();
      }
    }
  }

  /**
   * Returns if no signal has come.
   *
   * @throws InterruptedRunException if one has
   */
  synchronized void check() {
    if (signal != null) {
      throw new InterruptedRunException(job + " interrupted by " + signal, null);
    }
  }

  /** Returns whether a signal has come. */
  synchronized boolean isAsked() {
    return signal != null;
  }

  private synchronized void received(String name) {
    signal = name;
    terminal.error(name + ": stopping" + (training == null ? "" : " with a checkpoint"));
    int limits = training == null ? 1 : CHECKPOINT_LIMITS;
    deadline = System.nanoTime() + limits * limit.toNanos();
    if (training != null) {
      training.run();
    }
    Thread thread = new Thread(this::insist, "convspark-stop");
    thread.setDaemon(true);
    thread.start();
  }

  private void insist() {
    try {
      while (isUnderWay()) {
        if (isLate()) {
          terminal.error(
              job + " doesn't stop and is ended; nothing that it has not completed counts");
          end.run();
          return;
        }
        cancel();
        Thread.sleep(CANCEL_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isUnderWay() {
    return !closed;
  }

  private synchronized boolean isLate() {
    return System.nanoTime() - deadline > 0;
  }

  private synchronized boolean isTraining() {
    return training != null;
  }

  private void cancel() {
    if (isTraining()) {
      return;
    }
    try {
      cancel.run();
    } catch (RuntimeException e) {
      // Spark may be just closing; the job is to be ended all the same.
      LOG.debug("can't cancel", e);
    }
  }

  /**
   * Returns what to throw for a job's failure: the one given, or that a signal asked for it. What
   * is left is looked for on a file system, which may take its time.
   */
  Exception reason(Exception failure) {
    String asked;
    synchronized (this) {
      asked = signal;
    }
    if (asked == null) {
      return failure;
    }
    String where = failure instanceof TrainingInterruptedException e ? " " + e.where() : "";
    String besides = isInterruption(failure) ? "" : " (" + Reason.of(failure) + ")";
    return new InterruptedRunException(
        job + " interrupted by " + asked + where + besides + "; " + whatIsLeft(), failure);
  }

  private String whatIsLeft() {
    try {
      return left.get().orElse("nothing half-written is left");
    } catch (RuntimeException e) {
      return "what is left of it can't be seen: " + Reason.of(e);
    }
  }

  /** Whether an exception follows from the cancelling, and tells nothing else. */
  private static boolean isInterruption(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof TrainingInterruptedException
          || e instanceof InterruptedRunException
          || e instanceof InterruptedException
          || e instanceof InterruptedIOException
          || Reason.of(e).contains("cancelled")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public synchronized void close() {
    closed = true;
    signals.close();
  }
}
