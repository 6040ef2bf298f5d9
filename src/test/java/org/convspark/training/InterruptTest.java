package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A training that is asked to end while a round is under way. */
final class InterruptTest {
  private static final TrainingConfig CONFIG = TrainingConfigs.longRounds();

  @Test
  @Timeout(120)
  void aRoundUnderWayIsGivenUpAndTheStateBeforeItKept() throws Exception {
    JavaSparkContext spark = LocalSpark.context();
    AtomicReference<TrainingState> kept = new AtomicReference<>();
    Trainer trainer = new Trainer(spark, CONFIG, true).observer(new Keeping(kept));
    Thread asking =
        new Thread(
            () -> {
              while (kept.get() == null) {
                if (spark.statusTracker().getActiveJobIds().length > 0) {
                  trainer.interrupt();
                }
                Thread.onSpinWait();
              }
            });
    try (Shards shards = Digits.shards(3000, 2)) {
      asking.setDaemon(true);
      asking.start();
      assertThatThrownBy(
              () -> trainer.train(Digits.network(Optimization.of(CONFIG)), Digits.CLASSES, shards))
          .isInstanceOf(TrainingInterruptedException.class)
          .hasMessage("interrupted in epoch 1 after round 0");
    }
    asking.join();
    assertThat(kept.get().accumulator().examples()).isZero();
    // Spark's own record of jobs follows some events behind.
    spark.sc().listenerBus().waitUntilEmpty();
    assertThat(spark.statusTracker().getActiveJobIds()).isEmpty();
  }

  @Test
  void askedBeforeItsFirstRoundATrainingTrainsNone() {
    AtomicReference<TrainingState> kept = new AtomicReference<>();
    Trainer trainer = new Trainer(LocalSpark.context(), CONFIG, true).observer(new Keeping(kept));
    trainer.interrupt();
    try (Shards shards = Digits.shards(40, 2)) {
      assertThatThrownBy(
              () -> trainer.train(Digits.network(Optimization.of(CONFIG)), Digits.CLASSES, shards))
          .isInstanceOf(TrainingInterruptedException.class);
    }
    assertThat(kept.get().accumulator().rounds()).isZero();
  }

  @Test
  void askedAfterItsLastRoundATrainingKeepsTheStateThatItEndedWith() {
    TrainingConfig config =
        TrainingConfigs.with(
            "training.epochs", "1", "training.workers", "2", "training.batch-size", "8");
    AtomicReference<TrainingState> kept = new AtomicReference<>();
    Trainer trainer = new Trainer(LocalSpark.context(), config, true).observer(new Keeping(kept));
    try (Shards shards = Digits.shards(40, 2)) {
      trainer.train(Digits.network(Optimization.of(config)), Digits.CLASSES, shards);
    }
    trainer.interrupt();
    assertThatThrownBy(trainer::keepLast)
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessage("interrupted after its last epoch");
    assertThat(kept.get().epoch()).isEqualTo(config.epochs() + 1);
  }

  private record Keeping(AtomicReference<TrainingState> kept) implements TrainingObserver {
    @Override
    public void interrupted(TrainingState state) {
      kept.set(state);
    }
  }
}
