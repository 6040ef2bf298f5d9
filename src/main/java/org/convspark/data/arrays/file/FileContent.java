package org.convspark.data.arrays.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.fs.FSDataInputStream;
import org.convspark.storage.Location;

/**
 * An array that has a file for itself. Gzip is recognised by its first two bytes (1f 8b), whatever
 * the file's name.
 *
 * @param where what messages call the file
 * @param uri where it is, with its scheme
 * @param compression {@code gzip} or empty
 * @param remedy what to do where it is damaged
 */
public record FileContent(String where, String uri, String compression, String remedy)
    implements ArrayContent {
  private static final int BUFFER = 1 << 16;

  /**
   * Looks whether a file is compressed.
   *
   * @param remedy what to do where it is damaged
   * @throws org.convspark.config.InputException if it can't be read
   */
  public static FileContent of(Location file, String remedy) {
    try (InputStream in = file.open()) {
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      return new FileContent(file.toString(), file.uri(), gzip ? "gzip" : "", remedy);
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  @Override
  public boolean isSeekable() {
    return compression.isEmpty();
  }

  @Override
  public InputStream open(Location file, long from) throws IOException {
    FSDataInputStream raw = file.open();
    try {
      if (isSeekable()) {
        raw.seek(from);
        return raw;
      }
      InputStream content = new GZIPInputStream(raw, BUFFER);
      content.skipNBytes(from);
      return content;
    } catch (IOException e) {
      IOUtils.closeQuietly(raw);
      throw e;
    }
  }
}
