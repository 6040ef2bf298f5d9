package org.convspark.training.replicas;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the replicas of this JVM that no task is using. A task takes one and gives it back, so
 * there are as many as tasks ran at once. Several runs may train at the same time, and a few may
 * keep theirs; those of the run that hasn't been here for longest are closed when another begins,
 * so that memory stays bounded on executors which outlive a run that was killed.
 */
public final class ReplicaPool {
  private static final int MOST_RUNS = 4;

  /** The run that was here last is the last. */
  private static final Map<String, Deque<Replica>> AT_REST = new LinkedHashMap<>(16, 0.75f, true);

  private ReplicaPool() {}

  public static Replica take(ReplicaSpec spec) throws InterruptedException {
    synchronized (AT_REST) {
      Deque<Replica> own = AT_REST.computeIfAbsent(spec.run(), run -> new ArrayDeque<>());
      if (AT_REST.size() > MOST_RUNS) {
        close(AT_REST.keySet().iterator().next());
      }
      if (!own.isEmpty()) {
        return own.pop();
      }
    }
    return new Replica(spec);
  }

  /** Puts a replica back into the pool, or closes it if its run is over by now. */
  public static void giveBack(ReplicaSpec spec, Replica replica) {
    synchronized (AT_REST) {
      Deque<Replica> own = AT_REST.get(spec.run());
      if (own == null) {
        replica.close();
      } else {
        own.push(replica);
      }
    }
  }

  /**
   * Closes the replicas of a run that are in the pool.
   *
   * @param run the {@link ReplicaSpec#run} of that run
   */
  public static void close(String run) {
    synchronized (AT_REST) {
      Deque<Replica> own = AT_REST.remove(run);
      if (own != null) {
        own.forEach(Replica::close);
      }
    }
  }
}
