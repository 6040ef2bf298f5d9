package org.convspark.data.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
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
    Shards shards = Shards.deal(rdd(examples(10), 1), SHAPE, 2, 1);
    int id = shards.rdd().id();
    assertThat(LocalSpark.context().getPersistentRDDs()).containsKey(id);

    shards.close();

    assertThat(LocalSpark.context().getPersistentRDDs()).isEmpty();
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

  private static void assertBad(Example bad, String message) {
    List<Example> examples = new ArrayList<>(examples(3));
    examples.add(bad);
    assertThatThrownBy(() -> deal(rdd(examples, 2), 2, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
