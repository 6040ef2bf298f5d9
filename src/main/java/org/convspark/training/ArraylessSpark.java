package org.convspark.training;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The session as DL4J sees it: without the serializer that its owner has set.
 *
 * <p>Symptom in DL4J 1.0.0-M2 where that is Kryo, and the session has no registrator for ND4J's
 * arrays: SparkComputationGraph's constructor throws "Kryo serialization detected without an
 * appropriate registrator". None of the jobs here sends such arrays about, and a session that is
 * open can't be given a registrator any more.
 */
final class ArraylessSpark extends JavaSparkContext {
  ArraylessSpark(JavaSparkContext spark) {
    super(spark.sc());
  }

  @Override
  public SparkConf getConf() {
    return super.getConf().remove("spark.serializer");
  }
}
