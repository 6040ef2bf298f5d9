package org.convspark.data.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampledDatasetTest {
  private static final List<Long> COUNTS = List.of(40L, 9L, 1L, 0L);

  /** Training images alone, of so many in each class. */
  private record Whole(DatasetInfo info, List<Example> examples, int partitions)
      implements ImageDataset {

    static Whole of(List<Long> counts, int partitions) {
      List<Example> examples = new ArrayList<>();
      for (int label = 0; label < counts.size(); label++) {
        for (int i = 0; i < counts.get(label); i++) {
          examples.add(new Example(10 + 7 * examples.size(), label, new byte[1]));
        }
      }
      return new Whole(
          new DatasetInfo(
              "whole",
              new ImageShape(1, 1, 1),
              counts.size(),
              Map.of(Split.TRAIN, counts),
              Map.of()),
          examples,
          partitions);
    }

    @Override
    public JavaRDD<Example> examples(Split split) {
      return LocalSpark.context().parallelize(examples, partitions);
    }

    @Override
    public boolean undivided() {
      return true;
    }
  }

  private static List<Long> ids(ImageDataset dataset, Split split) {
    return dataset.examples(split).map(Example::id).collect().stream().sorted().toList();
  }

  private static long[] byClass(ImageDataset dataset, Split split) {
    long[] counts = new long[dataset.info().classes()];
    dataset.examples(split).map(Example::label).collect().forEach(label -> counts[label]++);
    return counts;
  }

  @ParameterizedTest
  @CsvSource({
    "50, 40/9/1/0",
    "25, 20/5/0/0",
    "10, 8/2/0/0",
    "5, 4/1/0/0",
    "1, 1/0/0/0",
  })
  void aTotalIsDividedInProportion(long total, String expected) {
    long[] shares = StratifiedSample.proportional(COUNTS, total);

    assertThat(shares)
        .containsExactly(
            List.of(expected.split("/")).stream().mapToLong(Long::parseLong).toArray());
  }

  @Test
  void equalRemaindersGoToTheLowerClass() {
    assertThat(StratifiedSample.proportional(List.of(5L, 5L, 5L), 4)).containsExactly(2, 1, 1);
    assertThat(StratifiedSample.proportional(List.of(1L << 45, 1L << 45), (1L << 45) + 1))
        .containsExactly((1L << 44) + 1, 1L << 44);
  }

  @Test
  void aLimitKeepsOfEveryClassItsShareBySeedAlone() {
    ImageDataset limited = SampledDataset.limited(Whole.of(COUNTS, 2), Split.TRAIN, 25, 3);

    assertThat(limited.info().counts().get(Split.TRAIN)).containsExactly(20L, 5L, 0L, 0L);
    assertThat(byClass(limited, Split.TRAIN)).containsExactly(20, 5, 0, 0);
    assertThat(limited.undivided()).isFalse();
    List<Long> kept = ids(limited, Split.TRAIN);
    assertThat(ids(SampledDataset.limited(Whole.of(COUNTS, 7), Split.TRAIN, 25, 3), Split.TRAIN))
        .isEqualTo(kept);
    assertThat(ids(SampledDataset.limited(Whole.of(COUNTS, 2), Split.TRAIN, 25, 4), Split.TRAIN))
        .isNotEqualTo(kept);
    // Not simply the first.
    assertThat(kept.get(kept.size() - 1)).isGreaterThan(10L + 7 * 44);
  }

  @ParameterizedTest
  @ValueSource(longs = {50, 51, Long.MAX_VALUE})
  void aLimitOfAllAndMoreKeepsAll(long limit) {
    ImageDataset whole = Whole.of(COUNTS, 2);

    assertThat(SampledDataset.limited(whole, Split.TRAIN, limit, 1)).isSameAs(whole);
  }

  @Test
  void testImagesAreAShareOfEveryClassAndLeaveOneAtLeast() {
    ImageDataset divided = SampledDataset.withTestImages(Whole.of(COUNTS, 2), 0.2, 3);

    assertThat(divided.info().counts())
        .isEqualTo(
            Map.of(Split.TRAIN, List.of(32L, 7L, 1L, 0L), Split.TEST, List.of(8L, 2L, 0L, 0L)));
    assertThat(byClass(divided, Split.TEST)).containsExactly(8, 2, 0, 0);
    assertThat(divided.undivided()).isFalse();
    List<Long> all = new ArrayList<>(ids(divided, Split.TRAIN));
    all.addAll(ids(divided, Split.TEST));
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(ids(Whole.of(COUNTS, 1), Split.TRAIN))
        .hasSize(50);
    assertThat(ids(SampledDataset.withTestImages(Whole.of(COUNTS, 5), 0.2, 3), Split.TEST))
        .isEqualTo(ids(divided, Split.TEST));
    ImageDataset most = SampledDataset.withTestImages(Whole.of(COUNTS, 2), 0.99, 3);
    assertThat(byClass(most, Split.TRAIN)).containsExactly(1, 1, 1, 0);
  }

  /** The limit is of what is left to train on, and leaves the test images alone. */
  @Test
  void aLimitBelowTheTestImagesLeavesThemAlone() {
    ImageDataset divided = SampledDataset.withTestImages(Whole.of(COUNTS, 2), 0.2, 3);

    ImageDataset limited = SampledDataset.limited(divided, Split.TRAIN, 10, 3);

    assertThat(ids(limited, Split.TEST)).isEqualTo(ids(divided, Split.TEST));
    assertThat(limited.info().count(Split.TRAIN)).isEqualTo(10);
    assertThat(ids(divided, Split.TRAIN)).containsAll(ids(limited, Split.TRAIN));
  }

  @Test
  void fewImagesLeaveOneForTheTestAndOneIsRefused() {
    ImageDataset few = SampledDataset.withTestImages(Whole.of(List.of(2L, 2L), 2), 0.2, 3);

    assertThat(few.info().count(Split.TEST)).isEqualTo(1);
    assertThat(few.examples(Split.TEST).count()).isEqualTo(1);
    assertThat(few.examples(Split.TRAIN).count()).isEqualTo(3);
    assertThatThrownBy(() -> SampledDataset.withTestImages(Whole.of(List.of(1L, 0L), 1), 0.2, 3))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "whole: found 1 images, expected some to train on and some for the test; give more");
  }

  @Test
  void countsThatAreNotRightAreRefused() {
    Whole whole = Whole.of(COUNTS, 2);
    ImageDataset wrong =
        new Whole(
            whole.info().withCounts(Split.TRAIN, List.of(41L, 9L, 1L, 0L)), whole.examples(), 2);

    assertThatThrownBy(() -> SampledDataset.limited(wrong, Split.TRAIN, 5, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("40 examples of class 0, expected 41 by its description");
  }
}
