package org.convspark.cluster;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.convspark.storage.Reason;

/**
 * Says of a failure for want of memory how much was asked for and what takes care of it. Spark's
 * and ND4J's own words say neither.
 */
public final class MemoryShortage {
  /**
   * What ND4J, oneDNN, the C++ library and the system say where memory outside of the heap is used
   * up, and it isn't an OutOfMemoryError.
   */
  private static final List<String> OFF_HEAP =
      List.of("bad_alloc", "Cannot allocate memory", "out_of_memory", "out of memory");

  private MemoryShortage() {}

  /**
   * Returns what to say; empty where the failure has another reason.
   *
   * @param failure of a job, a task, or a thread of the driver
   * @param trains whether the command has options for minibatches and network
   */
  public static Optional<String> explain(Throwable failure, boolean trains) {
    return causes(failure)
        .filter(MemoryShortage::isShortage)
        .findFirst()
        .map(shortage -> explain(shortage, onExecutor(failure), trains));
  }

  private static String explain(Throwable shortage, boolean onExecutor, boolean trains) {
    String found = "out of memory (" + Reason.of(shortage) + ")";
    if (found.contains("native thread")) {
      return found + "; raise the limit of processes and threads (ulimit -u, a container's pids)";
    }
    StringBuilder line = new StringBuilder(found);
    if (onExecutor) {
      line.append(" on an executor with a heap of ")
          .append(System.getProperty("spark.executor.memory", "1g"))
          .append("; give it more (-- --executor-memory)");
    } else {
      line.append(" with a heap of ")
          .append(Runtime.getRuntime().maxMemory() >> 20)
          .append(" MB; give it more (-- --driver-memory)");
    }
    if (trains) {
      line.append(", lower --batch-size, or choose a smaller --network");
    }
    return line.toString();
  }

  private static boolean isShortage(Throwable e) {
    return e instanceof OutOfMemoryError
        || (e.getMessage() != null && OFF_HEAP.stream().anyMatch(e.getMessage()::contains));
  }

  /** In local mode, where the executor is the driver, its memory is what the driver has. */
  private static boolean onExecutor(Throwable failure) {
    return !System.getProperty("spark.master", "local").startsWith("local")
        && causes(failure).anyMatch(e -> e instanceof SparkException);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause);
  }
}
