package org.convspark.cluster;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Notices that somebody else ends this JVM. In local mode Spark's executor is part of the driver,
 * and ends it as it would end its own: by System.exit with 50 to 56 (SparkExitCode,
 * ExecutorExitCode), without a word to the job.
 *
 * <p>Who it is, stands on the stack of the thread that called System.exit, which waits for the
 * hooks.
 */
public final class ForeignExit {
  /**
   * Before Spark's own hooks (40), in which its context is closed and jobs fail for that reason.
   */
  private static final int FIRST = 100;

  /** After Spark's, which delete its directories, and after Hadoop's (10). */
  private static final int LAST = 0;

  private static final String OWN = "org.convspark.";

  private ForeignExit() {}

  /**
   * Listens from now on. An end by a signal, or by a class of this program, isn't foreign.
   *
   * @param tell called first, with the class and method that ended the JVM
   * @param end called last; only {@link Runtime#halt} can still change the exit code
   */
  public static void listen(Consumer<String> tell, Runnable end) {
    AtomicBoolean foreign = new AtomicBoolean();
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(
        () ->
            caller()
                .ifPresent(
                    who -> {
                      foreign.set(true);
                      tell.accept(who);
                    }),
        FIRST);
    hooks.addShutdownHook(
        () -> {
          if (foreign.get()) {
            end.run();
          }
        },
        LAST);
  }

  /** Who ends the JVM, if it isn't a signal, this program, or the end of the last thread. */
  private static Optional<String> caller() {
    return Thread.getAllStackTraces().values().stream()
        .filter(stack -> Arrays.stream(stack).anyMatch(call -> isOf("java.lang.Shutdown", call)))
        .filter(stack -> Arrays.stream(stack).noneMatch(call -> isSignal(call)))
        .flatMap(
            stack ->
                Arrays.stream(stack)
                    .filter(call -> !call.getClassName().startsWith("java.lang."))
                    .limit(1))
        .filter(call -> !call.getClassName().startsWith(OWN))
        .map(ForeignExit::name)
        .findFirst();
  }

  private static boolean isSignal(StackTraceElement call) {
    return call.getClassName().startsWith("java.lang.Terminator");
  }

  private static boolean isOf(String className, StackTraceElement call) {
    return call.getClassName().equals(className);
  }

  private static String name(StackTraceElement call) {
    String className = call.getClassName();
    return className.substring(className.lastIndexOf('.') + 1) + "." + call.getMethodName();
  }
}
