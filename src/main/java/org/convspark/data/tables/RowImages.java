package org.convspark.data.tables;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.conversion.PreprocessImage;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.preprocessing.PreprocessedPicture;
import org.convspark.data.tables.columns.BinaryColumn;
import org.convspark.data.tables.columns.ImageColumns;
import org.convspark.data.tables.columns.PixelRange;
import org.convspark.data.tables.columns.RowFacts;

/**
 * Makes a model's input of the images in one column of any rows, on the executors. Each row is
 * judged by itself, so that rows which come one after the other, in a stream, need no look before.
 */
public final class RowImages implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Columns by which errors name an image, the first that there is. */
  private static final List<String> NAMES = List.of("id", "path");

  private static final int NAMELESS = -1;

  private final ImageColumns images;
  private final int[] place;
  private final ImageShape shape;
  private final boolean raw;
  private final int named;
  private final PreprocessImage preprocess;

  private RowImages(
      ImageColumns images,
      int place,
      ImageShape shape,
      boolean raw,
      int named,
      PreprocessImage preprocess) {
    this.images = images;
    this.place = new int[] {place};
    this.shape = shape;
    this.raw = raw;
    this.named = named;
    this.preprocess = preprocess;
  }

  /**
   * Returns the reader of a column.
   *
   * @param schema of the rows
   * @param column the images: binary, an array of numbers, or Spark's images
   * @param raw whether binary pixels of the model's own size are to be preprocessed, too, rather
   *     than taken as they are
   * @throws InputException if images can't be made of the column's type
   */
  public static RowImages of(
      SparkSession spark,
      DataConfig config,
      StructType schema,
      String column,
      ModelInput model,
      boolean raw) {
    TableOpener opener = new TableOpener(spark, config, Optional.of(model), false);
    ImageColumns images = opener.unseen("column " + column, schema.apply(column));
    return new RowImages(
        images,
        schema.fieldIndex(column),
        model.shape(),
        raw,
        NAMES.stream()
            .filter(Arrays.asList(schema.fieldNames())::contains)
            .map(schema::fieldIndex)
            .findFirst()
            .orElse(NAMELESS),
        PreprocessImage.of(config, model));
  }

  /** Returns whether it can't be told from the column's type what its numbers mean. */
  public boolean needsRange() {
    return images.needsLook();
  }

  /**
   * Returns whether the numbers are from 0 to 1 throughout, which a look at all rows tells.
   *
   * @throws InputException if they can't be read
   */
  public boolean isUnit(Dataset<Row> rows) {
    return Look.at(rows.javaRDD(), images.names().get(0), images, place).range().scale()
        == PixelRange.UNIT;
  }

  /**
   * Returns the same for numbers of a known meaning.
   *
   * @param unit whether they are from 0 to 1, rather than to 255
   */
  public RowImages ranged(boolean unit) {
    PixelRange range = unit ? PixelRange.UNIT : PixelRange.BYTES;
    return new RowImages(images.scaled(range), place[0], shape, raw, named, preprocess);
  }

  /**
   * Returns a row's image as the model takes it: unsigned bytes, row-major, channel by channel;
   * nothing for a blank one.
   *
   * @throws InputException if it can't be used
   */
  public Optional<byte[]> pixels(Row row) {
    String name = name(row);
    if (!raw && images instanceof BinaryColumn binary && !row.isNullAt(place[0])) {
      byte[] bytes = row.getAs(place[0]);
      if (!binary.like(bytes).pictures()) {
        return Optional.of(whole(name, bytes));
      }
    }
    RawImage image = images.read(row, place, new RowFacts(0, name, null, 1));
    PreprocessedPicture done = preprocess.call(image);
    return done.blank() ? Optional.empty() : Optional.of(done.image());
  }

  private byte[] whole(String name, byte[] pixels) {
    if (pixels.length != shape.size()) {
      throw new InputException(
          name,
          pixels.length + " bytes",
          shape.size() + " bytes for the model's " + shape,
          "convert the images, or predict with a model of their size");
    }
    return pixels;
  }

  /** Returns what errors call a row's image. */
  private String name(Row row) {
    String path = images.path(row, place);
    if (path != null) {
      return path;
    }
    return named == NAMELESS ? "an image without id" : "image " + row.get(named);
  }
}
