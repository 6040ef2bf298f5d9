package org.convspark.data.pictures;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.data.preprocessing.MnistNormalizer;
import org.convspark.storage.Location;

/** Reads one image file on an executor and turns it into an image that the model takes. */
final class ReadImage implements Function<String, Row> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> hadoop;
  private final MnistNormalizer manner;

  ReadImage(Broadcast<SerializableConfiguration> hadoop, MnistNormalizer manner) {
    this.hadoop = hadoop;
    this.manner = manner;
  }

  @Override
  public Row call(String path) {
    Location file = Location.of(path, hadoop.value().value());
    return RowFactory.create(path, manner.apply(ImageFile.read(file)));
  }
}
