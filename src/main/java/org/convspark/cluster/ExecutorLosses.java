package org.convspark.cluster;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Counts executors that end before they have finished a task, as all do where a Java option is
 * wrong or a service is missing that they need. Spark starts others for ever.
 */
final class ExecutorLosses extends SparkListener {
  /** Some machines of a large cluster may be broken. */
  private static final int TOLERATED = 4;

  private final Set<String> alive = new HashSet<>();
  private final Set<String> useful = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private int inVain;
  private String last;

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
    alive.add(event.executorId());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (event.taskInfo().successful()) {
      useful.add(event.taskInfo().executorId());
      inVain = 0;
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    ended(event.executorId(), event.reason());
  }

  /**
   * An executor has ended, or never got as far as to register.
   *
   * @param reason as Spark gives it
   */
  synchronized void ended(String id, String reason) {
    alive.remove(id);
    boolean wasUseful = useful.remove(id);
    if (!ended.add(id) || isOnPurpose(reason)) {
      return;
    }
    last = reason.lines().findFirst().orElse("for no reason given").strip();
    if (!wasUseful) {
      inVain++;
    }
  }

  /** Dynamic allocation ends executors that are idle; a machine may be taken out of service. */
  private static boolean isOnPurpose(String reason) {
    return reason.contains("killed by driver") || reason.startsWith("Executor decommission");
  }

  /** Returns how many have ended without having finished a task since one was finished. */
  synchronized int inVain() {
    return inVain;
  }

  /** Returns whether so many have that no better ones are to be expected. */
  synchronized boolean areHopeless() {
    return useful.isEmpty() && inVain > Math.max(TOLERATED, alive.size());
  }

  /** Returns why the last one ended, other than on purpose, as Spark says. */
  synchronized Optional<String> last() {
    return Optional.ofNullable(last);
  }
}
