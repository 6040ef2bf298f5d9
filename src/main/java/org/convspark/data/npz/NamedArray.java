package org.convspark.data.npz;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.convspark.config.InputException;
import org.convspark.data.arrays.file.ArrayContent;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ArrayKind;
import org.convspark.data.arrays.file.FileContent;
import org.convspark.storage.Location;

/**
 * A NumPy array that hasn't been looked at yet.
 *
 * @param file that it is in
 * @param name of the array, without {@code .npy}
 * @param entry its place in an archive; null where it has the file for itself
 */
record NamedArray(Location file, String name, ZipDirectory.Entry entry) {
  private static final String ENDING = "(?i)\\.npy$";
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** What a deflated byte can hold at most. */
  private static final long MOST_RATIO = 1032;

  static NamedArray alone(Location file) {
    return new NamedArray(file, file.name().replaceFirst(ENDING, ""), null);
  }

  /**
   * Returns the arrays of an archive.
   *
   * @throws InputException if it isn't whole
   */
  static List<NamedArray> inArchive(Location file) {
    List<NamedArray> arrays = new ArrayList<>();
    for (ZipDirectory.Entry entry : ZipDirectory.read(file)) {
      String name = entry.name().replaceFirst(ENDING, "");
      if (!name.equals(entry.name())) {
        arrays.add(new NamedArray(file, name.substring(name.lastIndexOf('/') + 1), entry));
      }
    }
    return arrays;
  }

  /** Returns what messages call it, the array and the file. */
  String shown() {
    return entry == null ? file.name() : name + " (" + file.name() + ")";
  }

  /**
   * Reads its header and checks its length.
   *
   * @throws InputException if it is damaged, or no array of numbers
   */
  ArrayFile inspect(ArrayKind kind) {
    ArrayContent content = entry == null ? FileContent.of(file, NpyHeader.REMEDY) : packed();
    ArrayHeader header;
    try (InputStream in = content.open(file, 0)) {
      header = NpyHeader.read(content.where(), in);
    } catch (IOException e) {
      throw content.damaged(file, 0, e);
    }
    // Of the values alone, which are the same whatever wrote the header.
    ArrayFile found = new ArrayFile(name, kind, content, header, header.headerBytes());
    if (entry != null) {
      found.checkLength(entry.size());
    } else if (content.isSeekable()) {
      found.checkLength(file.length());
    }
    return found;
  }

  private ZipContent packed() {
    String where = file + " (" + name + ")";
    boolean possible =
        entry.method() == STORED
            ? entry.packed() == entry.size()
            : entry.packed() >= 0
                && entry.size() >= 0
                && entry.size() / MOST_RATIO <= entry.packed();
    boolean known = entry.method() == STORED || entry.method() == DEFLATED;
    if (!known || (entry.flags() & 1) != 0) {
      throw new InputException(
          where,
          known ? "an encrypted array" : "an array packed by zip's method " + entry.method(),
          "one that is stored or deflated",
          "write it with numpy.savez or numpy.savez_compressed");
    }
    if (!possible) {
      throw new InputException(
          where,
          entry.size() + " bytes packed into " + entry.packed(),
          "as many as that can be",
          NpyHeader.REMEDY);
    }
    return new ZipContent(
        where,
        file.uri(),
        entry.method() == DEFLATED,
        ZipDirectory.start(file, entry),
        entry.packed(),
        entry.crc32());
  }
}
