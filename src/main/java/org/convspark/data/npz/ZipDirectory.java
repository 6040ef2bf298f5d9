package org.convspark.data.npz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.convspark.config.InputException;
import org.convspark.storage.Location;

/**
 * Reads which files a zip archive has (format: PKWARE's APPNOTE 6.3), those over 4 GiB included, by
 * its directory at the end, so that any of them can be read without those before it.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int END_64_LOCATOR = 0x07064b50;
  private static final int END_64_LOCATOR_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int EXTRA_64 = 1;
  private static final int MOST_COMMENT = 0xffff;
  private static final long ABSENT = 0xffffffffL;

  /** Archives of arrays have a few. */
  private static final int MOST_BYTES = 1 << 20;

  private final Location file;
  private final FSDataInputStream in;
  private final long length;

  private ZipDirectory(Location file, FSDataInputStream in) {
    this.file = file;
    this.in = in;
    this.length = file.length();
  }

  /**
   * A file in an archive.
   *
   * @param flags bit 0 says that it is encrypted
   * @param method 0 for stored, 8 for deflated
   * @param packed bytes in the archive
   * @param size bytes of its content
   * @param header where its own header is
   */
  record Entry(
      String name, int flags, int method, long crc32, long packed, long size, long header) {}

  /**
   * Reads an archive's directory.
   *
   * @throws InputException if it is no whole archive, or has too many files
   */
  static List<Entry> read(Location file) {
    try (FSDataInputStream in = file.open()) {
      return new ZipDirectory(file, in).entries();
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  /**
   * Returns the place of the first byte of a file's content, which only its own header tells.
   *
   * @throws InputException if that isn't in the archive
   */
  static long start(Location file, Entry entry) {
    try (FSDataInputStream in = file.open()) {
      ZipDirectory zip = new ZipDirectory(file, in);
      ByteBuffer local = zip.read(entry.header, LOCAL_BYTES);
      if (local.getInt(0) != LOCAL) {
        throw zip.damaged("no header of " + entry.name + " at byte " + entry.header);
      }
      long start = entry.header + LOCAL_BYTES + unsigned(local, 26) + unsigned(local, 28);
      if (entry.packed < 0 || start > zip.length - entry.packed) {
        throw zip.damaged("the end of the file in " + entry.name);
      }
      return start;
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  private InputException damaged(String found) {
    return new InputException(file.toString(), found, "a complete zip archive", NpyHeader.REMEDY);
  }

  private ByteBuffer read(long at, int bytes) throws IOException {
    if (at < 0 || bytes > length - at) {
      throw damaged("the end of the file at byte " + length);
    }
    byte[] content = new byte[bytes];
    in.readFully(at, content);
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int unsigned(ByteBuffer from, int at) {
    return from.getShort(at) & 0xffff;
  }

  private static long unsignedInt(ByteBuffer from, int at) {
    return Integer.toUnsignedLong(from.getInt(at));
  }

  private List<Entry> entries() throws IOException {
    int tail = (int) Math.min(length, END_BYTES + MOST_COMMENT + END_64_LOCATOR_BYTES);
    ByteBuffer last = read(length - tail, tail);
    int end = tail - END_BYTES;
    while (end >= 0 && last.getInt(end) != END) {
      end--;
    }
    if (end < 0) {
      throw damaged("a zip archive without its end");
    }
    long bytes = unsignedInt(last, end + 12);
    long at = unsignedInt(last, end + 16);
    int locator = end - END_64_LOCATOR_BYTES;
    if (locator >= 0 && last.getInt(locator) == END_64_LOCATOR) {
      ByteBuffer end64 = read(last.getLong(locator + 8), END_64_BYTES);
      if (end64.getInt(0) != END_64) {
        throw damaged("a zip archive without its end");
      }
      bytes = end64.getLong(40);
      at = end64.getLong(48);
    }
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw damaged("a zip directory of " + Long.toUnsignedString(bytes) + " bytes");
    }
    ByteBuffer directory = read(at, (int) bytes);
    List<Entry> entries = new ArrayList<>();
    while (directory.remaining() >= ENTRY_BYTES) {
      entries.add(entry(directory));
    }
    return entries;
  }

  private Entry entry(ByteBuffer directory) {
    ByteBuffer from = directory.slice().order(ByteOrder.LITTLE_ENDIAN);
    int name = unsigned(from, 28);
    int extra = unsigned(from, 30);
    int whole = ENTRY_BYTES + name + extra + unsigned(from, 32);
    if (from.getInt(0) != ENTRY || whole > from.remaining()) {
      throw damaged("a damaged zip directory");
    }
    directory.position(directory.position() + whole);
    byte[] text = new byte[name];
    from.get(ENTRY_BYTES, text);
    long[] sizes = {unsignedInt(from, 24), unsignedInt(from, 20), unsignedInt(from, 42)};
    widen(sizes, from.slice(ENTRY_BYTES + name, extra).order(ByteOrder.LITTLE_ENDIAN));
    return new Entry(
        new String(text, StandardCharsets.UTF_8),
        unsigned(from, 8),
        unsigned(from, 10),
        unsignedInt(from, 16),
        sizes[1],
        sizes[0],
        sizes[2]);
  }

  /** Sizes that don't fit stand in a field of their own, in this order. */
  private static void widen(long[] sizes, ByteBuffer extra) {
    for (int at = 0; at + 4 <= extra.limit(); at += 4 + unsigned(extra, at + 2)) {
      int end = Math.min(extra.limit(), at + 4 + unsigned(extra, at + 2));
      if (unsigned(extra, at) == EXTRA_64) {
        int next = at + 4;
        for (int i = 0; i < sizes.length && next + Long.BYTES <= end; i++) {
          if (sizes[i] == ABSENT) {
            sizes[i] = extra.getLong(next);
            next += Long.BYTES;
          }
        }
      }
    }
  }
}
