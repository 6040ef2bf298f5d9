package org.convspark.data.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationSplitTest {
  private static DatasetInfo info(Long... train) {
    return new DatasetInfo(
        "test",
        new ImageShape(3, 2, 1),
        3,
        Map.of(Split.TRAIN, List.of(train), Split.TEST, List.of(1L, 1L, 1L)),
        Map.of());
  }

  private static ValidationSplit split(int partitions, double fraction, long seed) {
    return ValidationSplit.of(
        LocalSpark.context().parallelize(ShardsTest.examples(100), partitions),
        fraction,
        seed,
        info(34L, 33L, 33L));
  }

  private static Set<Long> ids(JavaRDD<Example> examples) {
    return new TreeSet<>(examples.map(Example::id).collect());
  }

  @Test
  void setsAsideTheSameShareOfEachClass() {
    ValidationSplit split = split(3, 0.2, 1);

    assertThat(split.validationCounts()).containsExactly(7L, 7L, 7L);
    assertThat(split.trainInfo().counts().get(Split.TRAIN)).containsExactly(27L, 26L, 26L);
    Map<Integer, Long> found =
        split
            .validation()
            .mapToPair(example -> new scala.Tuple2<>(example.label(), 1))
            .countByKey();
    assertThat(found).isEqualTo(Map.of(0, 7L, 1, 7L, 2, 7L));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.5, 0.97})
  void partsAreDisjointAndLoseNothing(double fraction) {
    ValidationSplit split = split(3, fraction, 1);
    Set<Long> train = ids(split.train());
    Set<Long> validation = ids(split.validation());

    assertThat(train).doesNotContainAnyElementsOf(validation);
    assertThat(train.size() + validation.size()).isEqualTo(100);
    assertThat(train).hasSize((int) split.trainInfo().count(Split.TRAIN));
  }

  @Test
  void theChoiceDependsOnTheSeedAndNotOnThePartitions() {
    Set<Long> chosen = ids(split(1, 0.2, 1).validation());

    assertThat(ids(split(8, 0.2, 1).validation())).isEqualTo(chosen);
    assertThat(ids(split(1, 0.2, 2).validation())).isNotEqualTo(chosen);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN, 0.001, 0.999})
  void refusesFractionsThatLeaveAPartEmpty(double fraction) {
    assertThatThrownBy(() -> split(1, fraction, 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("validation-split: " + fraction);
  }

  @Test
  void refusesExamplesThatDontMatchTheDescription() {
    JavaRDD<Example> examples = LocalSpark.context().parallelize(ShardsTest.examples(100), 2);
    assertThatThrownBy(() -> ValidationSplit.of(examples, 0.2, 1, info(50L, 33L, 33L)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("34 examples of class 0, expected 50");
    JavaRDD<Example> strange =
        LocalSpark.context().parallelize(List.of(new Example(0, 3, new byte[6])));
    assertThatThrownBy(() -> ValidationSplit.of(strange, 0.2, 1, info(50L, 33L, 33L)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("label 3 for id 0");
  }
}
