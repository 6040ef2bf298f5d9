package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A round moves before the eyes of who waits for it. */
final class RoundProgressTest {
  private static final int EXAMPLES = 3000;
  private static final TrainingConfig CONFIG = TrainingConfigs.longRounds();

  /** Ends when it is told of a part of a round; a training that never tells runs into the limit. */
  @Test
  @Timeout(120)
  void aRoundUnderWayTellsHowFarItIs() {
    AtomicLong inMidRound = new AtomicLong();
    Trainer trainer = new Trainer(LocalSpark.context(), CONFIG, true);
    trainer.observer(
        new TrainingObserver() {
          @Override
          public void minibatchesTrained(long minibatches) {
            if (minibatches > 0 && minibatches < EXAMPLES / CONFIG.batchSize()) {
              inMidRound.set(minibatches);
              trainer.interrupt();
            }
          }
        });
    try (Shards shards = Digits.shards(EXAMPLES, 2)) {
      assertThatThrownBy(
              () -> trainer.train(Digits.network(Optimization.of(CONFIG)), Digits.CLASSES, shards))
          .isInstanceOf(TrainingInterruptedException.class);
    }
    assertThat(inMidRound.get()).isPositive();
  }
}
