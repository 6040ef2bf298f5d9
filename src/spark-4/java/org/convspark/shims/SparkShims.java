package org.convspark.shims;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.sql.SparkSession;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What Java has to write in another way for each Spark and its Scala: here for Spark 4 with Scala
 * 2.13. The other build's class of this name stands in {@code src/spark-3.5}.
 */
public final class SparkShims {
  private SparkShims() {}

  /** Returns the elements as what Spark's methods take for a {@code Seq}. */
  public static <T> Seq<T> seq(List<T> elements) {
    return CollectionConverters.asScala(elements).toSeq();
  }

  public static <T> List<T> list(scala.collection.Seq<T> elements) {
    return CollectionConverters.asJava(elements);
  }

  /** Returns the entries as a map that doesn't change. */
  public static <K, V> scala.collection.immutable.Map<K, V> map(Map<K, V> entries) {
    return scala.collection.immutable.Map.from(CollectionConverters.asScala(entries));
  }

  public static <T> scala.collection.Iterator<T> scalaIterator(Iterator<T> elements) {
    return CollectionConverters.asScala(elements);
  }

  public static <T> Iterator<T> javaIterator(scala.collection.Iterator<T> elements) {
    return CollectionConverters.asJava(elements);
  }

  /** Returns what a driver in a cluster throws to end with this exit code. */
  public static SparkUserAppException exit(int code) {
    return new SparkUserAppException(code, null);
  }

  /** Writes what Spark ML keeps of every stage: its class, uid and params. */
  public static void saveMetadata(Params stage, String path, SparkSession spark) {
    DefaultParamsWriter.saveMetadata(stage, path, spark);
  }

  /** Reads what {@link #saveMetadata} has written of a stage of that class. */
  public static DefaultParamsReader.Metadata loadMetadata(
      String path, SparkSession spark, Class<?> type) {
    return DefaultParamsReader.loadMetadata(path, spark, type.getName());
  }
}
