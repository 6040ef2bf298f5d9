package org.convspark.data;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/** Reads one image file on an executor and gives it the model's size. */
final class ReadImage implements Function<String, Row> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> hadoop;
  private final int height;
  private final int width;

  ReadImage(Broadcast<SerializableConfiguration> hadoop, int height, int width) {
    this.hadoop = hadoop;
    this.height = height;
    this.width = width;
  }

  @Override
  public Row call(String path) {
    Location file = Location.of(path, hadoop.value().value());
    return RowFactory.create(path, ImageFile.read(file).normalized(height, width));
  }
}
