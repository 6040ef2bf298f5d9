package org.convspark.training;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.convspark.accel.Acceleration;
import org.convspark.accel.ChannelsLast;
import org.convspark.data.Shard;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
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
final class Replica implements AutoCloseable {
  private final ExecutorService thread;
  private final ReplicaSpec spec;
  private final ComputationGraph graph;
  private final MeasuringLoss loss;
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
    ComputationGraphConfiguration given =
        ComputationGraphConfiguration.fromJson(spec.configuration());
    ComputationGraphConfiguration configuration =
        spec.accelerated() ? ChannelsLast.rewrite(given) : given;
    this.loss = measure(configuration);
    this.graph = new ComputationGraph(configuration);
    this.full =
        onThread(
            () -> {
              Acceleration.threads(1);
              graph.init();
              return new Minibatch(spec.batchSize(), spec.shape(), spec.classes());
            });
  }

  /** Puts the measure around the loss of the only output layer. */
  private static MeasuringLoss measure(ComputationGraphConfiguration configuration) {
    String output = configuration.getNetworkOutputs().get(0);
    BaseOutputLayer layer =
        (BaseOutputLayer)
            ((org.deeplearning4j.nn.conf.graph.LayerVertex) configuration.getVertices().get(output))
                .getLayerConf()
                .getLayer();
    MeasuringLoss loss = new MeasuringLoss(layer.getLossFn());
    layer.setLossFn(loss);
    return loss;
  }

  /**
   * Trains the minibatches of one round.
   *
   * @throws InterruptedException where the task was killed; the replica stops at its next minibatch
   */
  RoundResult train(int worker, Shard shard, RoundPlan plan, ModelState start)
      throws InterruptedException {
    cancelled = false;
    return onThread(() -> trainHere(worker, shard, plan, start));
  }

  private RoundResult trainHere(int worker, Shard shard, RoundPlan plan, ModelState start) {
    int batch = spec.batchSize();
    int from = (int) Math.min((long) plan.firstMinibatch() * batch, shard.size());
    int to = (int) Math.min(from + (long) plan.averagingFrequency() * batch, shard.size());
    if (from == to) {
      return RoundResult.idle(worker);
    }
    start.applyTo(graph);
    Nd4j.getRandom()
        .setSeed(
            MinibatchOrder.mix(
                MinibatchOrder.mix(plan.seed(), plan.epoch()),
                MinibatchOrder.mix(plan.round(), worker)));
    loss.reset();
    int[] order = MinibatchOrder.shuffled(shard.size(), plan.seed(), plan.epoch(), worker);
    long began = System.nanoTime();
    for (int i = from; i < to && !cancelled; i += batch) {
      int size = Math.min(batch, to - i);
      Minibatch minibatch =
          size == batch ? full : new Minibatch(size, spec.shape(), spec.classes());
      minibatch.fill(shard, order, i);
      graph.fit(new INDArray[] {minibatch.features()}, new INDArray[] {minibatch.labels()});
      if (!Double.isFinite(loss.lastSum())) {
        return RoundResult.failed(
            worker,
            "the loss became "
                + loss.lastSum()
                + " in minibatch "
                + (i / batch + 1)
                + " of the epoch");
      }
    }
    long nanos = System.nanoTime() - began;
    ModelState end = ModelState.of(graph);
    return new RoundResult(
        worker,
        to - from,
        loss.lossSum(),
        loss.correct(),
        end.parameters(),
        end.updater(),
        nanos,
        null);
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

  /** Gives back the memory of its workspaces, which only its thread can. */
  @Override
  public void close() {
    thread.execute(() -> Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread());
    thread.shutdown();
  }
}
