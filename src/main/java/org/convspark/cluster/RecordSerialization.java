package org.convspark.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;
import org.convspark.config.InputException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes every command work under Kryo as well, where the cluster sets it. Spark's Kryo can't set
 * the fields of records, of exceptions and of what {@code List.of} and its kin make, and knows
 * nothing of ND4J's arrays outside the heap (without a registrar: a NullPointerException on the
 * executor); all go through Java serialization instead.
 */
public final class RecordSerialization implements KryoRegistrator {
  private static final String REGISTRATORS = "spark.kryo.registrator";

  /**
   * Adds this one to the user's registrators. What a job of Spark SQL sends about can't be listed
   * from outside of Spark; where the cluster wants all classes registered, this application is
   * exempt.
   */
  static void register(SparkConf conf) {
    String theirs = conf.get(REGISTRATORS, "");
    String ours = RecordSerialization.class.getName();
    conf.set(REGISTRATORS, theirs.isBlank() ? ours : theirs + "," + ours);
    conf.set("spark.kryo.registrationRequired", "false");
  }

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.addDefaultSerializer(Record.class, JavaSerializer.class);
    kryo.addDefaultSerializer(INDArray.class, JavaSerializer.class);
    kryo.addDefaultSerializer(InputException.class, JavaSerializer.class);
    // What their classes, which can't be named, have in common.
    Class<?> collection = List.of().getClass().getSuperclass().getSuperclass();
    kryo.addDefaultSerializer(collection, JavaSerializer.class);
    kryo.addDefaultSerializer(Map.of().getClass().getSuperclass(), JavaSerializer.class);
  }
}
