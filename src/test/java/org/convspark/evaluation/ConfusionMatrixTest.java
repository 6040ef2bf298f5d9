package org.convspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  @Test
  void rowsAreTheTruth() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(0, 1);
    matrix.add(0, 1);
    matrix.add(1, 1);

    assertThat(matrix).isEqualTo(ConfusionMatrix.of(new long[][] {{0, 2}, {0, 1}}));
    assertThat(matrix.count(0, 1)).isEqualTo(2);
    assertThat(matrix.actual(0)).isEqualTo(2);
    assertThat(matrix.predicted(1)).isEqualTo(3);
    assertThat(matrix.correct()).isEqualTo(1);
    assertThat(matrix.total()).isEqualTo(3);
  }

  @Test
  void mergingAddsCounts() {
    ConfusionMatrix matrix = ConfusionMatrix.of(new long[][] {{1, 2}, {3, 4}});
    matrix.merge(ConfusionMatrix.of(new long[][] {{10, 20}, {30, 40}}));

    assertThat(matrix).isEqualTo(ConfusionMatrix.of(new long[][] {{11, 22}, {33, 44}}));
  }

  @Test
  void refusesWhatIsNoMatrixOfCounts() {
    assertThatThrownBy(() -> ConfusionMatrix.of(new long[][] {{1, 2}, {3}}))
        .hasMessageContaining("row 1");
    assertThatThrownBy(() -> ConfusionMatrix.of(new long[][] {{-1}})).hasMessageContaining("-1");
    assertThatThrownBy(() -> ConfusionMatrix.of(new long[0][0])).hasMessageContaining("0 classes");
  }
}
