package org.convspark.data.npz;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.fs.FSDataInputStream;
import org.convspark.data.arrays.file.ArrayContent;
import org.convspark.storage.Location;

/**
 * An array in a zip archive.
 *
 * @param where what messages call it
 * @param uri of the archive
 * @param deflated whether it is compressed
 * @param start its first byte in the archive
 * @param packed number of bytes in the archive
 * @param crc32 checksum of its content
 */
record ZipContent(String where, String uri, boolean deflated, long start, long packed, long crc32)
    implements ArrayContent {
  private static final int BUFFER = 1 << 16;

  @Override
  public String compression() {
    return "zip";
  }

  @Override
  public boolean isSeekable() {
    return !deflated;
  }

  @Override
  public String remedy() {
    return NpyHeader.REMEDY;
  }

  @Override
  public InputStream open(Location file, long from) throws IOException {
    FSDataInputStream raw = file.open();
    try {
      raw.seek(start + (deflated ? 0 : from));
      InputStream section = new Section(raw, packed - (deflated ? 0 : from));
      InputStream content = deflated ? new Inflated(section) : section;
      if (from == 0) {
        return new ChecksummedStream(content, crc32);
      }
      if (deflated) {
        content.skipNBytes(from);
      }
      return content;
    } catch (IOException e) {
      IOUtils.closeQuietly(raw);
      throw e;
    }
  }

  /** Frees the memory of zlib, which the class itself does only for inflaters of its own. */
  private static final class Inflated extends InflaterInputStream {
    Inflated(InputStream in) {
      super(in, new Inflater(/* nowrap= */ true), BUFFER);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
