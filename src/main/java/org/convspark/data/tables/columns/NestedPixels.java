package org.convspark.data.tables.columns;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.convspark.data.ImageShape;
import org.convspark.data.PixelLayout;
import org.convspark.data.conversion.RawImage;
import scala.collection.Seq;

/**
 * Pixels as numbers in arrays of arrays: rows of columns in grey, and with channels innermost or
 * outermost.
 *
 * @param name of the column
 * @param depth 2, or 3 with channels
 * @param look whether numbers from 0 to 1 may be meant
 * @param channelsLast whether the innermost arrays are channels; null to tell by their length
 * @param scale what the numbers mean
 */
record NestedPixels(String name, int depth, boolean look, Boolean channelsLast, PixelRange scale)
    implements ImageColumns {
  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public RawImage read(Row row, int[] places, RowFacts facts) {
    if (row.isNullAt(places[0])) {
      return facts.bad("no image", "arrays in column '" + name + "'");
    }
    Seq<?> image = row.getAs(places[0]);
    int[] sides = new int[depth];
    Object at = image;
    for (int i = 0; i < depth; i++) {
      sides[i] = at instanceof Seq<?> seq ? seq.size() : 0;
      at = sides[i] > 0 ? ((Seq<?>) at).apply(0) : null;
    }
    PixelLayout layout = layout(sides);
    if (layout == null) {
      return facts.bad(
          "arrays of " + text(sides),
          depth == 2
              ? "rows of columns"
              : "1 or 3 channels innermost or outermost; say which by --image-shape");
    }
    List<Object> values = new ArrayList<>(layout.shape().size());
    if (!flatten(image, sides, 0, values)) {
      return facts.bad("arrays of unlike lengths", text(sides));
    }
    byte[] pixels = new byte[values.size()];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = scale.pixel(Cell.number(values.get(i)));
      if (pixel == PixelRange.NONE) {
        return facts.bad(values.get(i) + " as value " + i, scale.expected());
      }
      pixels[i] = (byte) pixel;
    }
    return facts.pixels(layout.planar(pixels), layout.shape());
  }

  private PixelLayout layout(int[] sides) {
    if (depth == 2) {
      return layout(sides[0], sides[1], 1, true);
    }
    boolean last = isChannels(sides[2]);
    boolean first = isChannels(sides[0]);
    if (channelsLast != null ? channelsLast : last && !first) {
      return last ? layout(sides[0], sides[1], sides[2], true) : null;
    }
    return first && (channelsLast != null || !last)
        ? layout(sides[1], sides[2], sides[0], false)
        : null;
  }

  private static PixelLayout layout(int height, int width, int channels, boolean last) {
    return ImageShape.valid(height, width, channels)
        ? new PixelLayout(new ImageShape(height, width, channels), last)
        : null;
  }

  private static boolean isChannels(int side) {
    return side == 1 || side == 3;
  }

  private static String text(int[] sides) {
    StringBuilder text = new StringBuilder();
    for (int side : sides) {
      text.append(text.isEmpty() ? "" : "x").append(side);
    }
    return text.toString();
  }

  private boolean flatten(Object at, int[] sides, int level, List<Object> values) {
    if (level == depth) {
      values.add(at);
      return true;
    }
    if (!(at instanceof Seq<?> seq) || seq.size() != sides[level]) {
      return false;
    }
    for (int i = 0; i < sides[level]; i++) {
      if (!flatten(seq.apply(i), sides, level + 1, values)) {
        return false;
      }
    }
    return true;
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
    if (!row.isNullAt(places[0])) {
      look(row.get(places[0]), range);
    }
  }

  private static void look(Object at, ValueRange range) {
    if (at instanceof Seq<?> seq) {
      for (int i = 0; i < seq.size(); i++) {
        look(seq.apply(i), range);
      }
    } else {
      range.add(at);
    }
  }

  @Override
  public ImageColumns scaled(PixelRange other) {
    return new NestedPixels(name, depth, look, channelsLast, other);
  }
}
