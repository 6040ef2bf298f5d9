package org.convspark.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.convspark.storage.Sha256;

/**
 * Goes through the entries of a zip of unknown origin, in the order in which they are stored. The
 * sizes that it declares are not believed, and there are as many entries at most as names that a
 * visitor lets pass.
 */
public final class ZipEntries {
  /** So much of entries that nobody needs is read over, and no more. */
  private static final long MAX_SKIPPED = 2L << 30;

  private ZipEntries() {}

  /** How much of a zip's entries has been read over; one for all entries of a zip. */
  public static final class Skipped {
    private long bytes;

    /**
     * Reads over an entry.
     *
     * @throws ZipException if it and those before it are longer than any model's
     */
    public void add(String name, InputStream content) throws IOException {
      byte[] buffer = new byte[1 << 16];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        bytes += n;
        if (bytes > MAX_SKIPPED) {
          throw new ZipException(name + " of more than " + MAX_SKIPPED + " bytes");
        }
      }
    }
  }

  /** Takes an entry. */
  public interface Visitor {
    /**
     * Reads the entry to its end.
     *
     * @return whether to go on; false ends the reading of the zip
     */
    boolean visit(String name, InputStream content) throws IOException;
  }

  /**
   * Has every entry visited, and leaves the stream open.
   *
   * @return the digests of those that were
   * @throws IOException if it isn't a whole zip, or has two entries of one name
   */
  public static EntryDigests visit(InputStream in, Visitor visitor) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    EntryDigests digests = new EntryDigests();
    boolean more = true;
    while (more) {
      ZipEntry entry = zip.getNextEntry();
      if (entry == null) {
        break;
      }
      String name = entry.getName();
      if (digests.has(name)) {
        throw new ZipException("two entries " + name);
      }
      Sha256 digest = new Sha256();
      more = visitor.visit(name, digest.over(zip));
      digests.add(name, digest.hex());
    }
    return digests;
  }

  /**
   * Reads an entry, which takes no more memory than it has bytes.
   *
   * @param limit how many bytes it may have
   * @throws ZipException if it has more
   */
  public static byte[] readAtMost(String name, InputStream content, int limit) throws IOException {
    byte[] bytes = content.readNBytes(limit);
    if (content.read() >= 0) {
      throw new ZipException(name + " of more than " + limit + " bytes");
    }
    return bytes;
  }
}
