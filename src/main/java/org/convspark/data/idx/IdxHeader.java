package org.convspark.data.idx;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;

/**
 * The first bytes of an IDX file: a magic number and the length of each dimension, big-endian
 * 32-bit words (format: http://yann.lecun.com/exdb/mnist/).
 *
 * @param kind images or labels
 * @param count number of images or labels, at least 1
 * @param rows of an image; 1 for labels
 * @param columns of an image; 1 for labels
 */
public record IdxHeader(Kind kind, long count, int rows, int columns) implements Serializable {

  /** What a file of unsigned bytes holds, by its number of dimensions. */
  public enum Kind {
    IMAGES("images", 0x803, 16),
    LABELS("labels", 0x801, 8);

    private final String noun;
    private final int magic;
    private final int headerBytes;

    Kind(String noun, int magic, int headerBytes) {
      this.noun = noun;
      this.magic = magic;
      this.headerBytes = headerBytes;
    }

    /** Returns {@code images} or {@code labels}, for messages. */
    String noun() {
      return noun;
    }

    String text() {
      return String.format(Locale.ROOT, "magic number 0x%08x (%s)", magic, noun);
    }
  }

  /**
   * Reads a header from the front of a stream.
   *
   * @param where the file, for messages
   * @throws InputException if this is no IDX file of that kind, or holds nothing
   * @throws IOException if reading fails
   */
  static IdxHeader read(String where, Kind kind, InputStream in) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(kind.headerBytes));
    if (header.capacity() == 0) {
      throw new InputException(where, "an empty file", "an IDX file of " + kind.noun, REFETCH);
    }
    if (header.capacity() >= Integer.BYTES) {
      checkMagic(where, kind, header.getInt());
    }
    if (header.capacity() < kind.headerBytes) {
      throw new InputException(
          where,
          "the end of the file at byte " + header.capacity(),
          "a header of " + kind.headerBytes + " bytes",
          REFETCH);
    }
    long count = Integer.toUnsignedLong(header.getInt());
    if (count == 0) {
      throw new InputException(
          where, "0 " + kind.noun + " by its header (byte 4)", "at least 1", REFETCH);
    }
    if (kind == Kind.LABELS) {
      return new IdxHeader(kind, count, 1, 1);
    }
    long rows = Integer.toUnsignedLong(header.getInt());
    long columns = Integer.toUnsignedLong(header.getInt());
    if (!ImageShape.valid(rows, columns, 1)) {
      throw new InputException(
          where,
          "images of " + rows + "x" + columns + " by its header (byte 8)",
          ImageShape.ALLOWED,
          REFETCH);
    }
    return new IdxHeader(kind, count, (int) rows, (int) columns);
  }

  static final String REFETCH = "fetch the file again (data-prep/fetch.sh checks its SHA-256)";

  private static void checkMagic(String where, Kind kind, int magic) {
    if (magic == kind.magic) {
      return;
    }
    String found = String.format(Locale.ROOT, "magic number 0x%08x", magic);
    for (Kind other : Kind.values()) {
      if (magic == other.magic) {
        throw new InputException(
            where, other.text(), kind.text(), "check that images and labels aren't swapped");
      }
    }
    if (magic == 0x804) {
      throw new InputException(
          where,
          found + " (four dimensions)",
          kind.text(),
          "write images with channels as a Parquet dataset, which may have them");
    }
    throw new InputException(where, found + " at byte 0", kind.text(), REFETCH);
  }

  long headerBytes() {
    return kind.headerBytes;
  }

  /** Returns the number of bytes of one image or label. */
  int recordBytes() {
    return rows * columns;
  }

  /** Returns the number of bytes of the whole file, uncompressed. */
  long fileBytes() {
    return headerBytes() + count * recordBytes();
  }

  public ImageShape shape() {
    return new ImageShape(rows, columns, 1);
  }

  /** Returns the error for a file whose length isn't what its header promises. */
  InputException wrongLength(String where, String found) {
    return new InputException(
        where,
        found,
        fileBytes() + " bytes for the " + count + " " + kind.noun + " of its header",
        REFETCH);
  }
}
