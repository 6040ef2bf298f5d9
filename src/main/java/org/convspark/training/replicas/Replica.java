package org.convspark.training.replicas;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.convspark.data.SeededOrder;
import org.convspark.data.shards.Shard;
import org.convspark.engine.natives.Acceleration;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network on an executor that trains one shard at a time. It is kept between rounds, with its
 * buffers and oneDNN's state, and takes all that matters from the round's {@link ModelState}, so it
 * makes no difference which replica trains which shard.
 *
 * <p>It lives on a thread of its own: ND4J's workspaces, OpenMP's thread count and the random
 * generator belong to a thread, and Spark's task threads come and go. Made anew, a workspace of 100
 * MB costs its page faults.
 */
public final class Replica implements AutoCloseable {
  private final ExecutorService thread;
  private final ReplicaSpec spec;
  private final ReplicaNetwork network;
  private final Minibatch full;
  private volatile boolean cancelled;

  Replica(ReplicaSpec spec) throws InterruptedException {
    this.spec = spec;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread t = new Thread(task, "convspark-replica");
              t.setDaemon(true);
              return t;
            });
    Acceleration.apply(spec.accelerated());
    this.network =
        onThread(
            () -> {
              Acceleration.threads(1);
              return new ReplicaNetwork(spec);
            });
    this.full = new Minibatch(spec.config().batchSize(), spec);
  }

  /**
   * Trains the minibatches of one round.
   *
   * @param worker number of the worker, from 0
   * @param shard the worker's examples
   * @param plan which round it is
   * @param start the state to start from
   * @param trained called after each minibatch, on the replica's own thread
   * @throws InterruptedException if the task was killed; the replica has stopped after the
   *     minibatch under way
   */
  public RoundResult train(
      int worker, Shard shard, RoundPlan plan, ModelState start, Runnable trained)
      throws InterruptedException {
    cancelled = false;
    return onThread(() -> trainHere(worker, shard, plan, start, trained));
  }

  private RoundResult trainHere(
      int worker, Shard shard, RoundPlan plan, ModelState start, Runnable trained) {
    int batch = spec.config().batchSize();
    int from = (int) Math.min((long) spec.firstMinibatch(plan) * batch, shard.size());
    int to = (int) Math.min(from + (long) spec.config().averagingFrequency() * batch, shard.size());
    if (from == to) {
      return RoundResult.idle(worker);
    }
    start.applyTo(network.graph());
    seed(plan, worker);
    MinibatchOrder order =
        new MinibatchOrder(shard.size(), spec.config().seed(), plan.epoch(), worker);
    double weight = 0;
    double lossSum = 0;
    long correct = 0;
    long began = System.nanoTime();
    for (int i = from; i < to && !cancelled; i += batch) {
      weight += train(shard, order, i, Math.min(batch, to - i), plan.epoch());
      double loss = network.fitting().lossSum();
      if (!Double.isFinite(loss)) {
        return RoundResult.failed(
            worker,
            "the loss became " + loss + " in minibatch " + (i / batch + 1) + " of the epoch");
      }
      lossSum += loss;
      correct += network.fitting().correct();
      trained.run();
    }
    long nanos = System.nanoTime() - began;
    ModelState end = ModelState.of(network.graph());
    if (!end.isFinite()) {
      return RoundResult.failed(
          worker, "a parameter or the optimizer's state is no longer a finite number");
    }
    return new RoundResult(
        worker, to - from, weight, lossSum, correct, end.parameters(), end.updater(), nanos, null);
  }

  /** Returns the sum of the minibatch's weights. */
  private double train(Shard shard, MinibatchOrder order, int from, int size, int epoch) {
    Minibatch minibatch = size == full.size() ? full : new Minibatch(size, spec);
    minibatch.fill(shard, order, from, epoch);
    network.learningRate(spec.learningRate().at(epoch, from / spec.config().batchSize()));
    network.fitting().fit(minibatch);
    return minibatch.totalWeight();
  }

  /** A round's dropout draws the same wherever it runs. */
  private void seed(RoundPlan plan, int worker) {
    long epochSeed = SeededOrder.derive(spec.config().seed(), plan.epoch());
    long roundSeed = SeededOrder.derive(epochSeed, plan.round());
    network.fitting().seed(SeededOrder.derive(roundSeed, worker));
  }

  private interface Work<T> {
    T run();
  }

  private <T> T onThread(Work<T> work) throws InterruptedException {
    Future<T> future = thread.submit(work::run);
    try {
      return future.get();
    } catch (InterruptedException e) {
      cancelled = true;
      rest(future);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits, whatever happens: a replica must be at rest before anyone else may have it. */
  private static void rest(Future<?> future) {
    while (!future.isDone()) {
      try {
        future.get();
      } catch (InterruptedException | ExecutionException e) {
        // Killed is what the task is already; the work's own failure no longer matters.
      }
    }
  }

  /** Frees the network's native memory and the workspaces, on the thread that owns them. */
  @Override
  public void close() {
    thread.execute(
        () -> {
          network.fitting().close();
          Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
        });
    thread.shutdown();
  }
}
