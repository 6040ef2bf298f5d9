package org.convspark.data.shards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.convspark.data.Example;
import org.convspark.data.idx.IdxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag$;

class ShardTest {
  private static Shard shard(int size, int chunkImages) {
    Shard shard = new Shard(1, size, 6, chunkImages);
    for (int i = 0; i < size; i++) {
      // The image starts two bytes into its source.
      byte[] source = new byte[8];
      System.arraycopy(IdxFixture.image(i), 0, source, 2, 6);
      shard.set(i, 100 + i, i % 3, 1, source, 2);
    }
    return shard;
  }

  private static void assertHolds(Shard shard, int size) {
    assertThat(shard.size()).isEqualTo(size);
    for (int i = 0; i < size; i++) {
      byte[] pixels = new byte[7];
      shard.copyPixels(i, pixels, 1);
      assertThat(java.util.Arrays.copyOfRange(pixels, 1, 7)).isEqualTo(IdxFixture.image(i));
      assertThat(shard.id(i)).isEqualTo(100 + i);
      assertThat(shard.label(i)).isEqualTo(i % 3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 8, 9})
  void keepsImagesAcrossChunkBoundaries(int size) {
    assertHolds(shard(size, 4), size);
    assertThat(shard(size, 4).bytes()).isEqualTo(size * (6L + 12));
  }

  @Test
  void weightsTakeRoomOnlyWhereTheyDiffer() {
    Shard shard = shard(5, 2);
    assertThat(shard.isWeighted()).isFalse();
    assertThat(shard.weight(3)).isEqualTo(1);
    assertThat(shard.totalWeight()).isEqualTo(5);
    long plain = shard.bytes();

    shard.set(3, 103, 0, 0.25f, new byte[6], 0);
    shard.set(4, 104, 1, 0, new byte[6], 0);

    assertThat(shard.isWeighted()).isTrue();
    assertThat(IntStream.range(0, 5).mapToObj(shard::weight))
        .containsExactly(1f, 1f, 1f, 0.25f, 0f);
    assertThat(shard.totalWeight()).isEqualTo(3.25);
    assertThat(shard.bytes()).isEqualTo(plain + 5 * 4);
  }

  @Test
  void pixelsAreUnsignedBytesDividedBy255() {
    Shard shard = new Shard(0, 1, 256);
    byte[] every = new byte[256];
    IntStream.range(0, 256).forEach(value -> every[value] = (byte) value);
    shard.set(0, 0, 0, 1, every, 0);
    float[] pixels = new float[258];

    shard.pixels(0, pixels, 1);

    for (int value = 0; value < 256; value++) {
      assertThat(pixels[value + 1]).isEqualTo(value / 255f);
    }
    assertThat(pixels[0]).isZero();
    assertThat(pixels[257]).isZero();
  }

  @Test
  void survivesJavaAndKryoSerializationAtItsOwnSize() {
    Shard shard = shard(5000, Shard.CHUNK_IMAGES);
    assertSurvives(shard);
    // The last image again, with a weight.
    byte[] last = IdxFixture.image(4999);
    shard.set(4999, 5099, 4999 % 3, 2, last, 0);
    assertSurvives(shard);
  }

  private static void assertSurvives(Shard shard) {
    SparkConf conf = new SparkConf();
    for (SerializerInstance serializer :
        new SerializerInstance[] {
          new JavaSerializer(conf).newInstance(), new KryoSerializer(conf).newInstance()
        }) {
      var bytes = serializer.serialize(shard, ClassTag$.MODULE$.apply(Shard.class));
      assertThat((long) bytes.remaining()).isLessThan(shard.bytes() + 1000);
      Shard copy = serializer.deserialize(bytes, ClassTag$.MODULE$.apply(Shard.class));
      assertHolds(copy, 5000);
      assertThat(copy.worker()).isEqualTo(1);
      assertThat(copy.totalWeight()).isEqualTo(shard.totalWeight());
    }
  }

  @Test
  void examplesSurviveKryo() {
    SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
    var bytes =
        kryo.serialize(
            new Example(5, 2, new byte[] {1, 2}, 0.5f), ClassTag$.MODULE$.apply(Example.class));

    Example copy = kryo.deserialize(bytes, ClassTag$.MODULE$.apply(Example.class));

    assertThat(copy.id()).isEqualTo(5);
    assertThat(copy.label()).isEqualTo(2);
    assertThat(copy.image()).containsExactly(1, 2);
    assertThat(copy.weight()).isEqualTo(0.5f);
  }
}
