package org.convspark.data.npz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.convspark.config.InputException;
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ElementType;

/**
 * Reads the beginning of a {@code .npy} file: a magic string, a version, the length of the rest and
 * a Python dictionary of type, order and dimensions (format: numpy.lib.format, versions 1 to 3).
 */
final class NpyHeader {
  static final String REMEDY = "fetch or write the file again";

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_BYTES = 1 << 14;
  private static final int MOST_DIMS = 8;
  private static final int MOST_SHOWN = 60;
  private static final Pattern DESCR = Pattern.compile("'descr': *(?:'([^']*)'|(.*?), *'fortran)");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9L, ]*)\\)");

  private NpyHeader() {}

  /**
   * Reads a header from the front of a stream.
   *
   * @param where the array, for messages
   * @throws InputException if it is no array of numbers, or holds nothing
   * @throws IOException if reading fails
   */
  static ArrayHeader read(String where, InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, 6)) {
      throw unusable(where, "no NumPy array");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw unusable(where, "version " + version + " of NumPy's format");
    }
    int width = version == 1 ? Short.BYTES : Integer.BYTES;
    byte[] size = Arrays.copyOf(in.readNBytes(width), Integer.BYTES);
    long length =
        Integer.toUnsignedLong(ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt());
    if (length > MOST_BYTES) {
      throw unusable(where, "a header of " + length + " bytes");
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw unusable(where, "the end of the file in its header");
    }
    return parse(where, new String(text, StandardCharsets.UTF_8), start.length + width + length);
  }

  private static ArrayHeader parse(String where, String text, long bytes) {
    Matcher descr = DESCR.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find() || !order.find() || !shape.find()) {
      throw unusable(where, "a header that can't be read");
    }
    String type = descr.group(1) == null ? descr.group(2) : descr.group(1);
    Optional<ElementType> element = element(type);
    if (element.isEmpty()) {
      throw unsupported(where, type);
    }
    List<Long> dims = dims(where, shape.group(1));
    if (dims.isEmpty() || dims.size() > MOST_DIMS) {
      throw unusable(where, "an array of " + dims.size() + " dimensions");
    }
    if (!ArrayHeader.isPossible(element.get(), dims)) {
      throw unusable(where, "an array of (" + shape.group(1) + ") by its header");
    }
    if (dims.contains(0L)) {
      throw unusable(where, "an empty array of (" + shape.group(1) + ")");
    }
    return new ArrayHeader(
        element.get(),
        type.startsWith(">"),
        order.group(1).equals("True") && dims.size() > 1,
        dims,
        bytes);
  }

  private static List<Long> dims(String where, String text) {
    try {
      return Stream.of(text.replace("L", "").split(","))
          .map(String::strip)
          .filter(dim -> !dim.isEmpty())
          .map(Long::valueOf)
          .toList();
    } catch (NumberFormatException e) {
      throw unusable(where, "an array of (" + shortened(text) + ") by its header");
    }
  }

  private static Optional<ElementType> element(String type) {
    if (!type.matches("[<>|=][a-zA-Z][0-9]{1,2}")) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (type.substring(1)) {
          case "b1" -> ElementType.BOOL;
          case "u1" -> ElementType.UINT8;
          case "i1" -> ElementType.INT8;
          case "u2" -> ElementType.UINT16;
          case "i2" -> ElementType.INT16;
          case "u4" -> ElementType.UINT32;
          case "i4" -> ElementType.INT32;
          case "u8" -> ElementType.UINT64;
          case "i8" -> ElementType.INT64;
          case "f2" -> ElementType.FLOAT16;
          case "f4" -> ElementType.FLOAT32;
          case "f8" -> ElementType.FLOAT64;
          default -> null;
        });
  }

  private static InputException unsupported(String where, String type) {
    boolean objects = type.contains("O");
    return new InputException(
        where,
        objects ? "a pickled array of Python objects" : "an array of type " + shortened(type),
        "an array of integers or floats",
        objects
            ? "pickles may run code and are never read: write numpy.stack of the images, all of one"
                + " size"
            : "number the classes from 0 and write pixels as numbers");
  }

  private static InputException unusable(String where, String found) {
    return new InputException(where, found, "a NumPy array of images or labels", REMEDY);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
  }
}
