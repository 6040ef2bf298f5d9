package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shards;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.spark.time.TimeSource;
import org.deeplearning4j.spark.time.TimeSourceProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

/** What distributed trainers do beside training, and were slow or hung for. */
class EpochCostTest {
  private static final int WORKERS = 2;
  private static final int EPOCHS = 2;

  /** 50 examples a shard in minibatches of 8, two of them a round. */
  private static final int ROUNDS = 4;

  private static void train(Shards shards) {
    TrainingConfig config = TrainingConfigs.constantRate(EPOCHS, 8, WORKERS, 2, 0.1);
    new Trainer(LocalSpark.context(), config, true)
        .train(
            Digits.network(new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(0.1))),
            Digits.CLASSES,
            shards);
  }

  /** Counts tasks, and the bytes that they write for others to fetch. */
  private static final class Tasks extends SparkListener {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong shuffled = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      count.incrementAndGet();
      shuffled.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
    }
  }

  @Test
  @DisplayName("a cluster isn't slower for its rounds: each is one task a worker, and no shuffle")
  void aRoundIsOneTaskAWorkerAndShufflesNothing() throws TimeoutException {
    SparkContext spark = LocalSpark.context().sc();
    Tasks tasks = new Tasks();
    try (Shards shards = Digits.shards(100, WORKERS)) {
      // The shards are dealt by now; their shuffle is no part of an epoch.
      shards.rdd().count();
      spark.listenerBus().waitUntilEmpty();
      spark.addSparkListener(tasks);
      train(shards);
      spark.listenerBus().waitUntilEmpty();
    } finally {
      spark.removeSparkListener(tasks);
    }
    // And a task a worker that frees its network at the end.
    assertThat(tasks.count).hasValue(WORKERS * (EPOCHS * ROUNDS + 1));
    assertThat(tasks.shuffled).hasValue(0);
  }

  /** DL4J's own statistics ask a time server of the Internet, by default. */
  public static final class Asked implements TimeSource {
    private static final AtomicInteger TIMES = new AtomicInteger();

    /** As {@link TimeSourceProvider} calls it. */
    public static TimeSource getInstance() {
      return new Asked();
    }

    @Override
    public long currentTimeMillis() {
      TIMES.incrementAndGet();
      return System.currentTimeMillis();
    }
  }

  @Test
  @DisplayName("training doesn't hang on a time server that can't be reached: it asks none")
  void asksNoTimeServer() {
    String property = DL4JSystemProperties.TIMESOURCE_CLASSNAME_PROPERTY;
    System.setProperty(property, Asked.class.getName());
    try (Shards shards = Digits.shards(100, WORKERS)) {
      assertThat(TimeSourceProvider.getInstance()).isInstanceOf(Asked.class);
      train(shards);
    } finally {
      System.clearProperty(property);
    }
    assertThat(Asked.TIMES).hasValue(0);
  }
}
