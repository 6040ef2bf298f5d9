package org.convspark.bench;

import org.apache.spark.sql.SparkSession;

/** The Spark that benchmarks run on: two slots on this machine. */
public final class BenchSpark {
  public static final int SLOTS = 2;

  private BenchSpark() {}

  public static SparkSession open() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + SLOTS + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }
}
