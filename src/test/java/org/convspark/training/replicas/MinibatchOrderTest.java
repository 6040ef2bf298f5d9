package org.convspark.training.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MinibatchOrderTest {
  private static int[] order(int size, long seed, int epoch, int worker) {
    MinibatchOrder order = new MinibatchOrder(size, seed, epoch, worker);
    return IntStream.range(0, size).map(order::at).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 1000, 30_000, 65_536, 65_537})
  void everyExampleHasOnePlace(int size) {
    int[] sorted = IntStream.of(order(size, 1, 0, 0)).sorted().toArray();

    assertThat(sorted).isEqualTo(IntStream.range(0, size).toArray());
  }

  @Test
  void seedEpochAndWorkerEachGiveAnotherOrder() {
    int[] order = order(1000, 1, 0, 0);

    assertThat(order).isEqualTo(order(1000, 1, 0, 0));
    assertThat(order).isNotEqualTo(order(1000, 2, 0, 0));
    assertThat(order).isNotEqualTo(order(1000, 1, 1, 0));
    assertThat(order).isNotEqualTo(order(1000, 1, 0, 1));
  }

  /** Neighbours, and any place's examples over the epochs, are as in a random permutation. */
  @Test
  void looksRandom() {
    int size = 1000;
    int epochs = 1000;
    double distance = 0;
    double first = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      MinibatchOrder order = new MinibatchOrder(size, 7, epoch, 0);
      distance += Math.abs(order.at(500) - order.at(501));
      first += order.at(0);
    }

    // A third and a half of the size; the bounds are five standard deviations.
    assertThat(distance / epochs).isBetween(296.0, 371.0);
    assertThat(first / epochs).isBetween(454.0, 546.0);
  }
}
