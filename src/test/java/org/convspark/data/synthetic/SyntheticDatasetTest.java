package org.convspark.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.convspark.LocalSpark;
import org.convspark.config.UsageException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticDatasetTest {
  private static JavaSparkContext spark;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.context();
  }

  @Test
  void infoSaysWhatThereIs() {
    DatasetInfo info = SyntheticDataset.parse(spark, "synthetic:605", 1).info();

    assertThat(info.name()).isEqualTo("synthetic:605");
    assertThat(info.shape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(info.classes()).isEqualTo(10);
    assertThat(info.count(Split.TRAIN)).isEqualTo(605);
    assertThat(info.count(Split.TEST)).isEqualTo(100);
    assertThat(info.sha256()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Split.class,
      names = {"TRAIN", "TEST"})
  void examplesAreThoseThatInfoCounts(Split split) {
    SyntheticDataset dataset = SyntheticDataset.parse(spark, "synthetic:600", 1);
    DatasetInfo info = dataset.info();

    List<Example> examples = dataset.examples(split).collect();

    assertThat(examples)
        .extracting(Example::id)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, info.count(split)).boxed().toList());
    Map<Integer, Long> byClass =
        examples.stream()
            .collect(Collectors.groupingBy(Example::label, TreeMap::new, Collectors.counting()));
    assertThat(byClass.values()).containsExactlyElementsOf(info.counts().get(split));
    assertThat(examples)
        .allSatisfy(
            example ->
                assertThat(example.image())
                    .isEqualTo(SyntheticDigits.draw(1, split, example.id())));
  }

  @Test
  void countsAreThoseOfTheLabels() {
    long[] counts = new long[SyntheticDigits.CLASSES];
    for (int index = 0; index < 60_000; index++) {
      counts[SyntheticDigits.label(11, Split.TRAIN, index)]++;
    }
    assertThat(
            SyntheticDataset.parse(spark, "synthetic:60000", 11).info().counts().get(Split.TRAIN))
        .containsExactlyElementsOf(LongStream.of(counts).boxed().toList());
  }

  @Test
  void partitionsGrowWithTheImages() {
    SyntheticDataset small = SyntheticDataset.parse(spark, "synthetic:60", 1);
    SyntheticDataset large = SyntheticDataset.parse(spark, "synthetic:600006", 1);

    assertThat(small.examples(Split.TRAIN).getNumPartitions()).isEqualTo(2);
    assertThat(large.examples(Split.TRAIN).getNumPartitions()).isEqualTo(61);
    assertThat(large.examples(Split.TEST).getNumPartitions()).isEqualTo(11);
  }

  @Test
  void aLargerDatasetBeginsWithTheSameImages() {
    byte[] small =
        SyntheticDataset.parse(spark, "synthetic:60", 1).examples(Split.TRAIN).first().image();
    byte[] large =
        SyntheticDataset.parse(spark, "synthetic:90000", 1).examples(Split.TRAIN).first().image();

    assertThat(small).isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "synthetic:",
        "synthetic:abc",
        "synthetic:-5",
        "synthetic:59",
        "synthetic:6e4",
        "synthetic:1000000001",
        "synthetic:99999999999999999999",
        "mnist"
      })
  void otherLocationsAreRefused(String location) {
    assertThatThrownBy(() -> SyntheticDataset.parse(spark, location, 1))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--data: %s given, synthetic:N with a whole number N of training images, 60 to"
                + " 1000000000 expected",
            location);
  }

  @Test
  void isSyntheticGoesByTheScheme() {
    assertThat(SyntheticDataset.isSynthetic("synthetic:abc")).isTrue();
    assertThat(SyntheticDataset.isSynthetic("hdfs://namenode/synthetic:60")).isFalse();
  }
}
