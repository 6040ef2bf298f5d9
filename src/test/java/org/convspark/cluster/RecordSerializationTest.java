package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;

class RecordSerializationTest {
  private static <T> T crossed(T object) {
    SparkConf conf = new SparkConf(false).set("spark.kryo.registrationRequired", "true");
    RecordSerialization.register(conf);
    SerializerInstance kryo = new KryoSerializer(conf).newInstance();
    ClassTag<T> tag = ClassTag.apply(object.getClass());
    return kryo.deserialize(kryo.serialize(object, tag), tag);
  }

  @Test
  void theUsersRegistratorStays() {
    SparkConf conf = new SparkConf(false).set("spark.kryo.registrator", "org.example.Theirs");

    RecordSerialization.register(conf);

    assertThat(conf.get("spark.kryo.registrator"))
        .isEqualTo("org.example.Theirs," + RecordSerialization.class.getName());
  }

  /** A task returns it as part of its result, which Kryo may carry. */
  @Test
  void anErrorCrossesByKryoWithItsParts() {
    InputException arrived =
        crossed(new InputException("a", "b", "c", "d", new IOException("closed")));

    assertThat(arrived).hasMessage("a: found b, expected c; d");
    assertThat(arrived.found()).isEqualTo("b");
    assertThat(arrived.getCause()).hasToString("java.io.IOException: closed");
  }

  /** Held by what tasks return and shuffles carry. */
  @Test
  void collectionsThatDontChangeCross() {
    assertThat(crossed(List.of())).isEmpty();
    assertThat(crossed(List.of("a"))).containsExactly("a");
    assertThat(crossed(Set.of("a", "b", "c"))).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(crossed(Map.of())).isEmpty();
    assertThat(crossed(Map.of("a", 1))).containsEntry("a", 1);
    assertThat(crossed(Map.of("a", 1, "b", 2))).hasSize(2);
  }
}
