package org.convspark.training.replicas;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a worker trained, and how long it was in its network for that.
 *
 * @param worker its number, from 0
 * @param nanos in the network, without waiting for anything
 */
public record WorkerTime(int worker, long examples, long nanos) implements Serializable {
  public double seconds() {
    return nanos / 1e9;
  }

  /** The sums of each worker, by number. */
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
