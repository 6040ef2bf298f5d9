package org.convspark.data.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.config.training.ClassWeights;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.idx.IdxFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
  private static final ImageShape SHAPE = new ImageShape(3, 2, 1);

  static List<Example> examples(int count) {
    return IntStream.range(0, count)
        .mapToObj(id -> new Example(id, IdxFixture.label(id), IdxFixture.image(id)))
        .toList();
  }

  private static JavaRDD<Example> rdd(List<Example> examples, int partitions) {
    return LocalSpark.context().parallelize(examples, partitions);
  }

  private static List<List<Long>> deal(JavaRDD<Example> examples, int workers, long seed) {
    try (Shards shards = Shards.deal(examples, SHAPE, workers, seed)) {
      return ids(shards);
    }
  }

  private static List<List<Long>> ids(Shards shards) {
    return shards.rdd().map(ShardsTest::ids).collect();
  }

  private static List<Long> ids(Shard shard) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < shard.size(); i++) {
      ids.add(shard.id(i));
    }
    return ids;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void dealsEveryExampleOnceIntoBalancedShards(int workers) {
    try (Shards shards = Shards.deal(rdd(examples(100), 3), SHAPE, workers, 1)) {
      assertThat(shards.workers()).isEqualTo(workers);
      assertThat(shards.total()).isEqualTo(100);
      for (long size : shards.sizes()) {
        assertThat(size).isBetween(100L / workers, (100L + workers - 1) / workers);
      }
      assertThat(shards.rdd().getNumPartitions()).isEqualTo(workers);
      assertThat(shards.rdd().glom().map(List::size).collect()).containsOnly(1);
      assertThat(shards.rdd().map(Shard::worker).collect())
          .isEqualTo(IntStream.range(0, workers).boxed().toList());
      assertThat(ids(shards).stream().flatMap(List::stream).sorted())
          .isEqualTo(examples(100).stream().map(Example::id).toList());
    }
  }

  @Test
  void everyImageKeepsItsIdAndLabel() {
    try (Shards shards = Shards.deal(rdd(examples(50), 3), SHAPE, 3, 1)) {
      for (Shard shard : shards.rdd().collect()) {
        for (int i = 0; i < shard.size(); i++) {
          byte[] pixels = new byte[6];
          shard.copyPixels(i, pixels, 0);
          assertThat(pixels).isEqualTo(IdxFixture.image((int) shard.id(i)));
          assertThat(shard.label(i)).isEqualTo(IdxFixture.label((int) shard.id(i)));
        }
      }
    }
  }

  @Test
  void theDealDependsOnTheSeedAndNotOnThePartitions() {
    List<Example> shuffled = new ArrayList<>(examples(100));
    Collections.shuffle(shuffled, new java.util.Random(1));
    List<List<Long>> dealt = deal(rdd(examples(100), 1), 4, 1);

    assertThat(deal(rdd(examples(100), 3), 4, 1)).isEqualTo(dealt);
    assertThat(deal(rdd(shuffled, 8), 4, 1)).isEqualTo(dealt);
    assertThat(deal(rdd(examples(100), 1), 4, 2)).isNotEqualTo(dealt);
    assertThat(dealt.get(0)).isNotEqualTo(dealt.get(0).stream().sorted().toList());
  }

  @Test
  void aLostShardIsMadeAnewAsItWas() {
    try (Shards shards = Shards.deal(rdd(examples(100), 3), SHAPE, 4, 1)) {
      List<List<Long>> dealt = ids(shards);
      shards.rdd().unpersist(true);
      assertThat(ids(shards)).isEqualTo(dealt);
    }
  }

  @Test
  void closingFreesTheMemory() {
    Set<Integer> before = Set.copyOf(LocalSpark.context().getPersistentRDDs().keySet());
    Shards shards = Shards.deal(rdd(examples(10), 1), SHAPE, 2, 1);
    int id = shards.rdd().id();
    assertThat(LocalSpark.context().getPersistentRDDs()).containsKey(id);

    shards.close();

    assertThat(LocalSpark.context().getPersistentRDDs().keySet()).isEqualTo(before);
  }

  @Test
  @DisplayName("a worker without data is refused, not skipped")
  void refusesMoreWorkersThanExamples() {
    assertThatThrownBy(() -> deal(rdd(examples(3), 1), 4, 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("--workers: 4", "at most 3");
    assertThatThrownBy(() -> deal(rdd(examples(3), 1), 0, 1)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> deal(rdd(List.of(), 1), 1, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found none");
  }

  @Test
  void refusesBadExamples() {
    assertBad(new Example(1, 0, new byte[6]), "id 1 twice");
    assertBad(new Example(7, 0, new byte[5]), "training example 7: found 5 bytes");
    assertBad(new Example(7, 0, null), "training example 7: found 0 bytes");
    assertBad(new Example(7, -1, new byte[6]), "training example 7: found label -1");
  }

  @Test
  void everyExampleKeepsItsWeight() {
    List<Example> weighted =
        examples(50).stream().map(example -> example.weighted(example.id() % 4 / 2f)).toList();
    try (Shards shards = Shards.deal(rdd(weighted, 3), SHAPE, 3, 1);
        Shards plain = Shards.deal(rdd(examples(50), 3), SHAPE, 3, 1)) {
      assertThat(ids(shards)).isEqualTo(ids(plain));
      for (Shard shard : shards.rdd().collect()) {
        assertThat(shard.isWeighted()).isTrue();
        for (int i = 0; i < shard.size(); i++) {
          byte[] pixels = new byte[6];
          shard.copyPixels(i, pixels, 0);
          assertThat(shard.weight(i)).isEqualTo(shard.id(i) % 4 / 2f);
          assertThat(pixels).isEqualTo(IdxFixture.image((int) shard.id(i)));
        }
      }
      assertThat(plain.rdd().filter(Shard::isWeighted).count()).isZero();
    }
  }

  @Test
  void refusesWeightsThatAreAllZero() {
    List<Example> nothing = examples(5).stream().map(example -> example.weighted(0)).toList();
    assertThatThrownBy(() -> deal(rdd(nothing, 2), 2, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("training examples: found weights that are all 0");
    List<Example> one = new ArrayList<>(nothing);
    one.add(new Example(5, 0, new byte[6]));
    assertThat(deal(rdd(one, 2), 2, 1)).hasSize(2);
  }

  @Test
  void aClassesWeightIsTimesTheExamplesOwn() {
    DatasetInfo info =
        new DatasetInfo(
            "tiny",
            SHAPE,
            3,
            Map.of(Split.TRAIN, List.of(2L, 1L, 0L), Split.TEST, List.of(0L, 0L, 0L)),
            Map.of());
    JavaRDD<Example> examples =
        rdd(
            List.of(
                new Example(0, 0, new byte[6]),
                new Example(1, 0, new byte[6], 3),
                new Example(2, 1, new byte[6], 0.5f)),
            2);
    assertThat(
            ClassWeighting.of(examples, new ClassWeights(false, List.of(2f, 0.5f, 9f)), info)
                .map(Example::weight)
                .collect())
        .containsExactly(2f, 6f, 0.25f);
    // 3 examples of 2 classes.
    assertThat(
            ClassWeighting.of(examples, new ClassWeights(true, List.of()), info)
                .map(Example::weight)
                .collect())
        .containsExactly(0.75f, 2.25f, 0.75f);
    assertThat(ClassWeighting.of(examples, ClassWeights.NONE, info)).isSameAs(examples);
  }

  private static void assertBad(Example bad, String message) {
    List<Example> examples = new ArrayList<>(examples(3));
    examples.add(bad);
    assertThatThrownBy(() -> deal(rdd(examples, 2), 2, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
