package org.convspark.data.arrays;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ElementType;

/**
 * How an array's values become pixels of 0 to 255. All images of a dataset are scaled alike, by
 * what is the greatest value in all of them.
 *
 * @param factor by which values are multiplied, before they are rounded half up
 */
record PixelScale(double factor) implements Serializable {
  /** Takes values as they are. */
  static final PixelScale AS_IS = new PixelScale(1);

  private static final int MOST = 255;

  /** Types whose values mean the same. */
  private enum Family {
    BOOL,
    BYTE,
    INTEGER,
    FLOAT;

    static Family of(ElementType type) {
      if (type == ElementType.BOOL) {
        return BOOL;
      }
      if (type.isFloat()) {
        return FLOAT;
      }
      return type.bytes() == 1 ? BYTE : INTEGER;
    }
  }

  /**
   * Decides for one of a dataset's arrays.
   *
   * @param all arrays of images and their values
   * @throws InputException if the values are neither 0 to 255 nor 0 to 1 nor whole and below 2^16
   */
  static PixelScale of(ArrayFile array, Map<ArrayFile, PixelStatistics> all) {
    Map<ArrayFile, PixelStatistics> alike = alike(array, all);
    double greatest = greatest(alike);
    boolean whole = isWhole(alike);
    switch (Family.of(array.header().element())) {
      case BOOL:
        return new PixelScale(MOST);
      case BYTE:
        return AS_IS;
      case FLOAT:
        requireOneRange(alike);
        if (greatest <= 1) {
          return new PixelScale(MOST);
        }
        if (!whole && greatest <= MOST) {
          return AS_IS;
        }
        break;
      default:
        break;
    }
    // Cameras and scanners use 10, 12 or 14 bits of 16.
    for (int bits = 8; bits <= 16 && whole; bits += 2) {
      int most = (1 << bits) - 1;
      if (greatest <= most) {
        return new PixelScale((double) MOST / most);
      }
    }
    throw new InputException(
        array.content().where(),
        "pixels up to " + text(greatest),
        "0 to 1, 0 to 255, or whole numbers up to 65535",
        "bring them to one of these ranges");
  }

  private static Map<ArrayFile, PixelStatistics> alike(
      ArrayFile array, Map<ArrayFile, PixelStatistics> all) {
    Family family = Family.of(array.header().element());
    Map<ArrayFile, PixelStatistics> alike = new LinkedHashMap<>(all);
    alike.keySet().removeIf(each -> Family.of(each.header().element()) != family);
    return alike;
  }

  private static double greatest(Map<ArrayFile, PixelStatistics> some) {
    return some.values().stream().mapToDouble(PixelStatistics::greatest).max().orElse(0);
  }

  private static boolean isWhole(Map<ArrayFile, PixelStatistics> some) {
    return some.values().stream().allMatch(PixelStatistics::isWhole);
  }

  private static void requireOneRange(Map<ArrayFile, PixelStatistics> floats) {
    ArrayFile unit = null;
    ArrayFile more = null;
    for (Map.Entry<ArrayFile, PixelStatistics> each : floats.entrySet()) {
      if (each.getValue().greatest() <= 1) {
        unit = each.getKey();
      } else {
        more = each.getKey();
      }
    }
    if (unit != null && more != null) {
      throw new InputException(
          more.content().where(),
          "pixels up to " + text(floats.get(more).greatest()),
          "0 to 1 as in " + unit.content().where(),
          "bring both to one range");
    }
  }

  /**
   * Says what was decided.
   *
   * @param all arrays of images and their values
   * @return a line for people; nothing where values are pixels plainly
   */
  Optional<String> remark(ArrayFile array, Map<ArrayFile, PixelStatistics> all) {
    ElementType type = array.header().element();
    Map<ArrayFile, PixelStatistics> alike = alike(array, all);
    double greatest = greatest(alike);
    if (factor == MOST) {
      return Optional.of("Pixels are 0 to 1 (" + type + "): multiplied by 255");
    }
    if (factor != 1) {
      return Optional.of(
          "Pixels go up to "
              + text(greatest)
              + " ("
              + type
              + "): taken for numbers of "
              + Math.round(Math.log(MOST / factor + 1) / Math.log(2))
              + " bits and brought to 0 to 255");
    }
    if (!isWhole(alike)) {
      return Optional.of("Pixels aren't whole (" + type + "): rounded");
    }
    return greatest <= 1
        ? Optional.of(
            "No pixel is over "
                + text(greatest)
                + " ("
                + type
                + "): taken for 0 to 255 all the same")
        : Optional.empty();
  }

  /** Returns a number as people write it. */
  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /**
   * Scales elements.
   *
   * @param block their bytes
   * @param count number of elements
   * @param target gets unsigned bytes, from {@code offset} on
   */
  void apply(ArrayHeader header, byte[] block, int count, byte[] target, int offset) {
    ElementType type = header.element();
    if (type == ElementType.UINT8) {
      System.arraycopy(block, 0, target, offset, count);
      return;
    }
    ByteBuffer values = header.ordered(block);
    for (int i = 0; i < count; i++) {
      double value = type.value(values, i * type.bytes()) * factor;
      target[offset + i] = (byte) Math.max(0, Math.min(MOST, Math.round(value)));
    }
  }
}
