package org.convspark.data.pictures.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.imageio.IIOException;

/**
 * The first directory of a TIFF file, or of EXIF, which is one. Nothing is read but what is asked
 * for, whatever else a hostile file promises: of EXIF the orientation alone.
 */
final class TiffDirectory {
  static final int ORIENTATION = 274;

  private static final int ENTRY = 12;

  /** Bytes of a value by its type, 1 to 13. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private final ByteBuffer file;

  /** Where the entry of a tag begins. */
  private final Map<Integer, Integer> entries = new HashMap<>();

  private final long valueBytes;
  private final int directories;

  private TiffDirectory(ByteBuffer file) throws IIOException {
    this.file = file;
    int start = offset(4);
    int count = count(start);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      int entry = start + 2 + i * ENTRY;
      entries.putIfAbsent(unsigned(entry), entry);
      bytes += size(entry);
    }
    this.valueBytes = bytes;
    this.directories = directories(start);
  }

  /**
   * Reads a directory.
   *
   * @throws IIOException if it isn't whole
   */
  static TiffDirectory of(byte[] bytes, int from, int length) throws IIOException {
    ByteBuffer file = ByteBuffer.wrap(bytes, from, length).slice();
    try {
      int mark = file.getShort(0);
      file.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      if (mark != 0x4949 && mark != 0x4d4d || file.getShort(2) != 42) {
        throw new IIOException("its directory has no beginning");
      }
      return new TiffDirectory(file);
    } catch (IndexOutOfBoundsException e) {
      throw new IIOException("its directory isn't whole", e);
    }
  }

  /** Returns the orientation that EXIF's bytes say, 1 to 8; 1 where they say none that there is. */
  static int orientation(byte[] bytes, int from, int length) {
    try {
      return of(bytes, from, length).orientation();
    } catch (IIOException e) {
      return 1;
    }
  }

  int orientation() throws IIOException {
    long orientation = value(ORIENTATION, 1);
    return orientation >= 1 && orientation <= 8 ? (int) orientation : 1;
  }

  /** Returns the number of bytes that all values of the directory take together. */
  long valueBytes() {
    return valueBytes;
  }

  /** Returns the number of directories in the file, each of which is a page. */
  int directories() {
    return directories;
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Returns a tag's first value, or another where the directory doesn't have it. */
  long value(int tag, long otherwise) throws IIOException {
    long[] values = values(tag, 1);
    return values.length == 0 ? otherwise : values[0];
  }

  /** Returns a tag's values, which are whole numbers, at most {@code most} of them. */
  long[] values(int tag, int most) throws IIOException {
    Integer entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    try {
      int type = unsigned(entry + 2);
      int size = type < SIZES.length ? SIZES[type] : 0;
      long total = size(entry);
      if (type != 1 && type != 3 && type != 4) {
        throw new IIOException("its tag " + tag + " is no whole number");
      }
      int at = total <= 4 ? entry + 8 : offset(entry + 8);
      long[] values = new long[(int) Math.min(most, total / size)];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (size) {
              case 1 -> file.get(at + i) & 0xff;
              case 2 -> unsigned(at + 2 * i);
              default -> file.getInt(at + 4 * i) & 0xffffffffL;
            };
      }
      return values;
    } catch (IndexOutOfBoundsException e) {
      throw new IIOException("its tag " + tag + " isn't whole", e);
    }
  }

  private long size(int entry) {
    int type = unsigned(entry + 2);
    return type < SIZES.length ? SIZES[type] * (file.getInt(entry + 4) & 0xffffffffL) : 0;
  }

  private int directories(int first) {
    Set<Integer> seen = new HashSet<>();
    int start = first;
    try {
      while (start != 0 && seen.add(start)) {
        start = offset(start + 2 + count(start) * ENTRY);
      }
    } catch (IndexOutOfBoundsException | IIOException e) {
      // What follows the first directory isn't read: it need not be whole.
      return seen.size();
    }
    return seen.size();
  }

  private int count(int start) {
    return unsigned(start);
  }

  private int unsigned(int at) {
    return file.getShort(at) & 0xffff;
  }

  private int offset(int at) throws IIOException {
    int offset = file.getInt(at);
    if (offset < 0 || offset >= file.limit()) {
      throw new IIOException("its directory points beyond its end");
    }
    return offset;
  }
}
