package org.convspark.data.tables.columns;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.convspark.data.ImageShape;
import org.convspark.data.conversion.RawImage;

/**
 * A column of the struct that Spark's data source {@code image} makes, as OpenCV has images: rows
 * from the top, a pixel's blue, green, red and alpha together.
 *
 * @param name of the column
 */
record SparkImageColumn(String name) implements ImageColumns {
  private static final List<String> FIELDS =
      List.of("origin", "height", "width", "nChannels", "mode", "data");

  /** OpenCV's CV_8UC1, CV_8UC3 and CV_8UC4: so many unsigned bytes a pixel. */
  private static final List<Integer> MODES = List.of(0, 16, 24);

  private static final List<Integer> CHANNELS = List.of(1, 3, 4);

  private static final int WHITE = 255;

  /** Returns whether a struct is Spark's. */
  static boolean is(StructType type) {
    return Arrays.asList(type.fieldNames()).equals(FIELDS)
        && type.apply(0).dataType() instanceof StringType
        && FIELDS.subList(1, 5).stream()
            .allMatch(each -> type.apply(each).dataType() instanceof IntegerType)
        && type.apply(5).dataType() instanceof BinaryType;
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public RawImage read(Row row, int[] places, RowFacts facts) {
    Row image = row.isNullAt(places[0]) ? null : row.getStruct(places[0]);
    if (image == null || image.isNullAt(5)) {
      return facts.bad("no image", "one in column '" + name + "'");
    }
    int height = image.isNullAt(1) ? -1 : image.getInt(1);
    int width = image.isNullAt(2) ? -1 : image.getInt(2);
    int channels = image.isNullAt(3) ? -1 : image.getInt(3);
    Integer mode = image.isNullAt(4) ? null : image.getInt(4);
    int known = MODES.indexOf(mode);
    if (known < 0 || CHANNELS.get(known) != channels) {
      return facts.bad(
          "an image of mode " + mode + " with " + channels + " channels",
          "mode 0, 16 or 24 with 1, 3 or 4 channels of bytes");
    }
    byte[] data = image.getAs(5);
    if (!ImageShape.valid(height, width, channels) || data.length != height * width * channels) {
      return facts.bad(
          data.length + " bytes for " + height + "x" + width + "x" + channels,
          "height x width x channels");
    }
    if (channels == 1) {
      return facts.pixels(data, new ImageShape(height, width, 1));
    }
    byte[] planes = planes(data, channels, WHITE);
    if (channels == 4 && isUniform(planes)) {
      planes = planes(data, channels, 0); // Light ink, which white doesn't show.
    }
    return facts.pixels(planes, new ImageShape(height, width, 3));
  }

  /** Red, green and blue, on paper where the image is transparent. */
  private static byte[] planes(byte[] data, int channels, int paper) {
    int plane = data.length / channels;
    byte[] planes = new byte[3 * plane];
    for (int i = 0; i < plane; i++) {
      int alpha = channels == 4 ? data[4 * i + 3] & 0xff : 255;
      for (int c = 0; c < 3; c++) {
        int value = data[i * channels + 2 - c] & 0xff;
        planes[c * plane + i] =
            (byte) (alpha == 255 ? value : (value * alpha + paper * (255 - alpha) + 127) / 255);
      }
    }
    return planes;
  }

  private static boolean isUniform(byte[] planes) {
    for (byte each : planes) {
      if (each != planes[0]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String path(Row row, int[] places) {
    Row image = row.isNullAt(places[0]) ? null : row.getStruct(places[0]);
    return image == null || image.isNullAt(0) ? null : image.getString(0);
  }

  @Override
  public boolean hasPath() {
    return true;
  }

  @Override
  public boolean pictures() {
    return false;
  }
}
