package org.convspark.data.idx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ArrayKind;
import org.convspark.data.arrays.file.ElementType;

/**
 * Reads the first bytes of an IDX file: a magic number, which tells the type of the elements and
 * the number of dimensions, and the length of each dimension, big-endian 32-bit words (format:
 * http://yann.lecun.com/exdb/mnist/).
 */
final class IdxHeader {
  static final String REFETCH = "fetch the file again (data-prep/fetch.sh checks its SHA-256)";

  /** Images by row, column and channel. */
  private static final int MOST_DIMS = 4;

  private IdxHeader() {}

  /**
   * Reads a header from the front of a stream.
   *
   * @param where the file, for messages
   * @param kind what the file must hold
   * @throws InputException if this is no IDX file of that kind, or holds nothing
   * @throws IOException if reading fails
   */
  static ArrayHeader read(String where, ArrayKind kind, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(Integer.BYTES);
    if (magic.length == 0) {
      throw new InputException(where, "an empty file", "an IDX file of " + kind.noun(), REFETCH);
    }
    if (magic.length < Integer.BYTES) {
      throw cut(where, magic.length, usualDims(kind));
    }
    ElementType element = element(where, kind, magic);
    int dims = magic[3];
    byte[] lengths = in.readNBytes(dims * Integer.BYTES);
    if (lengths.length < dims * Integer.BYTES) {
      throw cut(where, magic.length + lengths.length, dims);
    }
    ByteBuffer words = ByteBuffer.wrap(lengths);
    List<Long> sides = new ArrayList<>();
    while (words.hasRemaining()) {
      sides.add(Integer.toUnsignedLong(words.getInt()));
    }
    return checked(where, kind, element, sides);
  }

  private static ArrayHeader checked(
      String where, ArrayKind kind, ElementType element, List<Long> sides) {
    if (sides.get(0) == 0) {
      throw new InputException(
          where, "0 " + kind.noun() + " by its header (byte 4)", "at least 1", REFETCH);
    }
    List<Long> ofOne = sides.subList(1, sides.size());
    // As if they were sides of an image, which may be in any order.
    long size = ofOne.stream().reduce(1L, (a, b) -> a > ImageShape.MAX_SIZE ? a : a * b);
    if (size < 1 || size > ImageShape.MAX_SIZE || ofOne.contains(0L)) {
      throw new InputException(
          where,
          kind.noun()
              + " of "
              + String.join("x", ofOne.stream().map(Object::toString).toList())
              + " by its header (byte 8)",
          ImageShape.ALLOWED,
          REFETCH);
    }
    return new ArrayHeader(
        element, true, false, sides, Integer.BYTES + (long) Integer.BYTES * sides.size());
  }

  private static InputException cut(String where, int length, int dims) {
    return new InputException(
        where,
        "the end of the file at byte " + length,
        "a header of " + (Integer.BYTES + Integer.BYTES * dims) + " bytes",
        REFETCH);
  }

  private static int usualDims(ArrayKind kind) {
    return kind == ArrayKind.IMAGES ? 3 : 1;
  }

  private static ElementType element(String where, ArrayKind kind, byte[] magic) {
    Optional<ElementType> element = element(magic);
    int dims = magic[3];
    if (element.isEmpty() || dims < 1 || dims > MOST_DIMS) {
      throw new InputException(where, text(magic) + " at byte 0", expected(kind), REFETCH);
    }
    boolean images = dims >= usualDims(ArrayKind.IMAGES);
    boolean labels = dims == usualDims(ArrayKind.LABELS);
    if (kind == ArrayKind.IMAGES ? labels : images) {
      throw new InputException(
          where,
          text(magic) + " (" + (labels ? ArrayKind.LABELS : ArrayKind.IMAGES).noun() + ")",
          expected(kind),
          "check that images and labels aren't swapped");
    }
    return element.get();
  }

  /** Returns the type of a file's elements; nothing where it is no IDX file. */
  private static Optional<ElementType> element(byte[] magic) {
    if (magic[0] != 0 || magic[1] != 0) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (magic[2]) {
          case 0x08 -> ElementType.UINT8;
          case 0x09 -> ElementType.INT8;
          case 0x0B -> ElementType.INT16;
          case 0x0C -> ElementType.INT32;
          case 0x0D -> ElementType.FLOAT32;
          case 0x0E -> ElementType.FLOAT64;
          default -> null;
        });
  }

  private static String text(byte[] magic) {
    return String.format(Locale.ROOT, "magic number 0x%08x", ByteBuffer.wrap(magic).getInt());
  }

  private static String expected(ArrayKind kind) {
    return String.format(
        Locale.ROOT, "magic number 0x%08x (%s)", 0x800 + usualDims(kind), kind.noun());
  }
}
