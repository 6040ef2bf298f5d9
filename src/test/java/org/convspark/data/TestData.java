package org.convspark.data;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;

/** Opens datasets in tests. */
public final class TestData {
  /** The limit that keeps every training example there is. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  private TestData() {}

  /** Opens a dataset to train on, with the defaults but for these two. */
  public static ImageDataset open(SparkSession spark, String location, long limit, long seed) {
    return open(spark, location, "limit=" + limit, "training.seed=" + seed);
  }

  /** Opens a dataset to train on, with settings given as {@code key=value}. */
  public static ImageDataset open(SparkSession spark, String location, String... settings) {
    return new Datasets(spark, config(settings)).open(location);
  }

  /** Returns what settings given as {@code key=value} ask of the data. */
  public static DataConfig config(String... settings) {
    Map<String, String> given = new HashMap<>();
    for (String setting : settings) {
      int at = setting.indexOf('=');
      given.put(setting.substring(0, at), setting.substring(at + 1));
    }
    Settings all = Settings.defaults();
    for (Map.Entry<String, String> each : given.entrySet()) {
      all = all.with(each.getKey(), each.getValue());
    }
    return DataConfig.of(all);
  }
}
