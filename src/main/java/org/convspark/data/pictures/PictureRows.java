package org.convspark.data.pictures;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.conversion.PreprocessImage;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.preprocessing.PreprocessedPicture;

/** Turns picture files into rows to predict, on the executors. */
final class PictureRows implements FlatMapFunction<RawImage, Row> {
  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("image", DataTypes.BinaryType, true)
          .add(PreprocessedPicture.REMARK, DataTypes.StringType, true);

  private final PreprocessImage preprocess;
  private final boolean skipBad;
  private final CollectionAccumulator<BadImage> bad;

  PictureRows(PreprocessImage preprocess, boolean skipBad, CollectionAccumulator<BadImage> bad) {
    this.preprocess = preprocess;
    this.skipBad = skipBad;
    this.bad = bad;
  }

  @Override
  public Iterator<Row> call(RawImage image) {
    try {
      PreprocessedPicture done = preprocess.call(image);
      return List.of(
              RowFactory.create(image.name(), done.blank() ? null : done.image(), done.remark()))
          .iterator();
    } catch (InputException e) {
      BadImage unusable = new BadImage(image.name(), e);
      if (!skipBad) {
        throw unusable.refused(0);
      }
      bad.add(unusable);
      return Collections.emptyIterator();
    }
  }
}
