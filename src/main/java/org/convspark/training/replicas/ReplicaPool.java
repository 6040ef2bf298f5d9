package org.convspark.training.replicas;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the replicas of this JVM that no task is using. A task takes one and gives it back, so
 * there are as many as tasks ran at once. Replicas of another run are closed when a new run begins
 * here, so that memory stays bounded on executors which outlive a run that was killed.
 */
public final class ReplicaPool {
  private static final Map<String, Deque<Replica>> AT_REST = new HashMap<>();

  private ReplicaPool() {}

  public static Replica take(ReplicaSpec spec) throws InterruptedException {
    synchronized (AT_REST) {
      if (!AT_REST.containsKey(spec.run())) {
        List.copyOf(AT_REST.keySet()).forEach(ReplicaPool::close);
        AT_REST.put(spec.run(), new ArrayDeque<>());
      }
      Deque<Replica> own = AT_REST.get(spec.run());
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
