package org.convspark.data.tables.columns;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.convspark.data.PixelLayout;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.pictures.PictureFormat;

/**
 * A column of binary: pictures as they are in files, told by their first bytes, or pixels.
 *
 * @param name of the column
 * @param shape of pixels
 * @param pictures whether pictures are expected
 */
public record BinaryColumn(String name, FlatShape shape, boolean pictures) implements ImageColumns {
  /** Formats with so short a mark that pixels may begin with it: 0, 0, 1, 0 is a Windows icon. */
  private static final Set<PictureFormat> VAGUE =
      EnumSet.of(PictureFormat.ICON, PictureFormat.JPEG_XL, PictureFormat.PORTABLE_ANYMAP);

  /** Returns the same for such images as the first one is. */
  public BinaryColumn like(byte[] first) {
    return new BinaryColumn(name, shape, isPicture(first));
  }

  private boolean isPicture(byte[] bytes) {
    return PictureFormat.of(bytes)
        .filter(format -> !VAGUE.contains(format) || shape.of(bytes.length) == null)
        .isPresent();
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public RawImage read(Row row, int[] places, RowFacts facts) {
    if (row.isNullAt(places[0])) {
      return facts.bad("no image", "one in column '" + name + "'");
    }
    byte[] bytes = row.getAs(places[0]);
    if (isPicture(bytes)) {
      return facts.picture(bytes);
    }
    PixelLayout layout = shape.of(bytes.length);
    if (layout != null) {
      return facts.pixels(layout.planar(bytes), layout.shape());
    }
    return pictures
        ? facts.bad(bytes.length + " bytes that are no picture", "a picture")
        : facts.bad(shape.problem(facts.name(), bytes.length));
  }
}
