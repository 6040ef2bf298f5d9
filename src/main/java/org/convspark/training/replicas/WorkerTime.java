package org.convspark.training.replicas;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The examples that a worker trained, and the time it spent in its network for them.
 *
 * @param worker number of the worker, from 0
 * @param examples examples it trained
 * @param nanos time in the network, without waiting for anything, in nanoseconds
 */
public record WorkerTime(int worker, long examples, long nanos) implements Serializable {
  public double seconds() {
    return nanos / 1e9;
  }

  /** Returns the sums for each worker, in the order of the workers' numbers. */
  public static List<WorkerTime> sum(Stream<? extends Collection<WorkerTime>> times) {
    TreeMap<Integer, WorkerTime> sums = new TreeMap<>();
    times.forEach(
        some ->
            some.forEach(
                time ->
                    sums.merge(
                        time.worker(),
                        time,
                        (a, b) ->
                            new WorkerTime(a.worker, a.examples + b.examples, a.nanos + b.nanos))));
    return List.copyOf(sums.values());
  }
}
