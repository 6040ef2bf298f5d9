package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.bytedeco.javacpp.Pointer;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shards;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;

/** A service trains again and again in one JVM: what a training took, it gives back. */
final class ManyTrainingsTest {
  private static final int CLASSES = 3;
  private static final int WARM_UP = 10;
  private static final int TRAININGS = 50;

  /** Two replicas of LeNet-5 for minibatches of 16 have 2 MB; forty pairs that stay, 80 MB. */
  private static final long KEPT = 40L << 20;

  @Test
  void memoryAndThreadsStayFlat() throws InterruptedException {
    TrainingConfig config =
        TrainingConfigs.with(
            "training.epochs", "1",
            "training.workers", "2",
            "training.batch-size", "16",
            "training.averaging-frequency", "1");
    ComputationGraphConfiguration network =
        NetworkCatalog.find("lenet-5", new Configuration(false))
            .configure(Digits.SMALL, CLASSES, Optimization.of(config));
    try (Shards shards = Digits.smallShards(CLASSES, 64, 2)) {
      long before = 0;
      for (int i = 0; i < TRAININGS; i++) {
        if (i == WARM_UP) {
          before = Pointer.physicalBytes();
        }
        new Trainer(LocalSpark.context(), config, true).train(network, CLASSES, shards);
      }
      assertThat(Pointer.physicalBytes() - before).isLessThan(KEPT);
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("convspark-replica")) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).as("a replica at work after its training").isFalse();
      }
    }
  }
}
