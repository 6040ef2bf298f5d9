package org.convspark;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.convspark.cli.LogFile;
import org.convspark.cli.Terminal;
import org.convspark.cluster.MemoryShortage;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.job.InterruptedRunException;
import org.convspark.storage.Reason;
import org.convspark.storage.TaskErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells why a command failed, once: one line on the terminal, and the exit code for it. What fails
 * after that, while Spark is closed or the process ends, fails for the same reason.
 */
final class Failure {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  private final Terminal terminal;
  private OptionalInt status = OptionalInt.empty();

  Failure(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Keeps what fails from now on from being told, and from changing the exit code. */
  synchronized void settle(int exitCode) {
    if (status.isEmpty()) {
      status = OptionalInt.of(exitCode);
    }
  }

  /** Returns the exit code, {@link Main#FAILED} where nothing has been settled yet. */
  synchronized int status() {
    return status.orElse(Main.FAILED);
  }

  /**
   * Tells what has ended a thread of the driver, if others would wait for that thread for ever. Not
   * so once the exit code is settled: what comes after that has an end in any case.
   *
   * @return whether the process is to end
   */
  synchronized boolean endsDriver(String name, Thread thread, Throwable failure) {
    if (!(failure instanceof Error) || status.isPresent()) {
      log(() -> LOG.warn("uncaught in thread {}", thread.getName(), failure));
      return false;
    }
    explain(name, failure);
    return true;
  }

  /** Tells that somebody else ends the process. */
  synchronized void endedBy(String name, String who) {
    if (status.isEmpty()) {
      settle(Main.FAILED);
      terminal.error(name + " failed: ended by Spark's " + who + "; why, is in " + LogFile.name());
    }
  }

  /**
   * One line on the terminal; the stack trace is in the log file, and on request after it.
   *
   * @return the exit code, that of the first failure
   */
  synchronized int explain(String name, Throwable failure) {
    if (status.isPresent()) {
      log(() -> LOG.warn("{}, after its end", name, failure));
      return status();
    }
    try {
      settle(explained(name, failure));
    } catch (VirtualMachineError e) {
      // No memory or stack is left, not even for the line.
      System.err.println("convspark: failed: out of memory");
      settle(Main.FAILED);
    }
    return status();
  }

  private int explained(String name, Throwable failure) {
    if (failure instanceof InterruptedRunException) {
      // Whatever its cause is called: what was being done then has failed for the interruption.
      terminal.error(failure.getMessage());
      log(() -> LOG.info("{}", name, failure));
      return Main.FAILED;
    }
    RuntimeException known = TaskErrors.unwrap(failure);
    if (known instanceof UsageException) {
      terminal.error(known.getMessage());
      log(() -> LOG.info("{}: wrong usage", name, failure));
      return Main.WRONG_USAGE;
    }
    if (known instanceof InputException) {
      terminal.error(known.getMessage());
      log(() -> LOG.info("{}: wrong input", name, failure));
      return Main.WRONG_INPUT;
    }
    Optional<String> memory = MemoryShortage.explain(failure, name.equals("train"));
    String reason = memory.orElseGet(() -> firstLine(failure));
    terminal.error(name + " failed: " + reason + " (stack trace in " + LogFile.name() + ")");
    log(() -> LOG.error("{} failed", name, failure));
    return Main.FAILED;
  }

  /**
   * What has failed may be that a class is missing or memory is used up: the log fails then too.
   */
  private static void log(Runnable entry) {
    try {
      entry.run();
    } catch (Throwable e) {
      // The terminal has said what there is to say.
    }
  }

  private static String firstLine(Throwable e) {
    String reason = Reason.of(e);
    String kind = e.getClass().getSimpleName();
    boolean ours = e.getClass().getName().startsWith(Failure.class.getPackageName());
    return ours || e instanceof UncheckedIOException || reason.equals(kind)
        ? reason
        : kind + ": " + reason;
  }
}
