package org.convspark.data.tables.columns;

import java.util.List;
import org.apache.spark.sql.Row;
import org.convspark.data.PixelLayout;
import org.convspark.data.conversion.RawImage;
import scala.collection.Seq;

/**
 * Pixels as numbers that stand in a row: in an array, or each in a column of its own.
 *
 * @param names of the array, or of the columns
 * @param array whether it is an array
 * @param look whether numbers from 0 to 1 may be meant
 * @param shape of the images
 * @param scale what the numbers mean
 */
public record FlatPixels(
    List<String> names, boolean array, boolean look, FlatShape shape, PixelRange scale)
    implements ImageColumns {
  @Override
  public RawImage read(Row row, int[] places, RowFacts facts) {
    if (array && row.isNullAt(places[0])) {
      return facts.bad("no image", "an array in column '" + names.get(0) + "'");
    }
    Seq<?> seq = array ? row.getAs(places[0]) : null;
    byte[] pixels = new byte[array ? seq.size() : places.length];
    for (int i = 0; i < pixels.length; i++) {
      Object value = array ? seq.apply(i) : row.get(places[i]);
      int pixel = scale.pixel(Cell.number(value));
      if (pixel == PixelRange.NONE) {
        String name = array ? "value " + i : "column '" + names.get(i) + "'";
        return facts.bad(value + " in " + name, scale.expected());
      }
      pixels[i] = (byte) pixel;
    }
    PixelLayout layout = shape.of(pixels.length);
    return layout == null
        ? facts.bad(shape.problem(facts.name(), pixels.length))
        : facts.pixels(layout.planar(pixels), layout.shape());
  }

  @Override
  public boolean pictures() {
    return false;
  }

  @Override
  public boolean needsLook() {
    return look;
  }

  @Override
  public void look(Row row, int[] places, ValueRange range) {
    if (!array) {
      for (int place : places) {
        range.add(row.get(place));
      }
    } else if (!row.isNullAt(places[0])) {
      Seq<?> seq = row.getAs(places[0]);
      for (int i = 0; i < seq.size(); i++) {
        range.add(seq.apply(i));
      }
    }
  }

  @Override
  public ImageColumns scaled(PixelRange other) {
    return new FlatPixels(names, array, look, shape, other);
  }
}
