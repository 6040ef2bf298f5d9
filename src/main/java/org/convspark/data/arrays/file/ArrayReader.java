package org.convspark.data.arrays.file;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.Sha256;

/**
 * An open array, read front to back and never held whole. Every failure is an {@link
 * InputException} that names the file and the place, counted in uncompressed bytes.
 */
public final class ArrayReader implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final ArrayFile array;
  private final Location file;
  private InputStream in;
  private long position;

  private ArrayReader(ArrayFile array, Configuration hadoop, long from) {
    this.array = array;
    this.file = Location.of(array.content().uri(), hadoop);
    try {
      in = array.content().open(file, from);
    } catch (IOException e) {
      throw array.content().damaged(file, 0, e);
    }
    position = from;
  }

  /**
   * Opens an array at a record.
   *
   * @param record number of the image or label, from 0; where it is compressed, what comes before
   *     it is decompressed
   */
  public static ArrayReader at(ArrayFile array, Configuration hadoop, long record) {
    ArrayHeader header = array.header();
    ArrayReader reader =
        new ArrayReader(array, hadoop, header.headerBytes() + record * header.recordBytes());
    reader.in = new BufferedInputStream(reader.in, BUFFER);
    return reader;
  }

  /**
   * Opens an array at its first element, to be read to its end.
   *
   * @param digest updated with every byte that it covers, and complete after {@link #expectEnd}
   */
  public static ArrayReader whole(ArrayFile array, Configuration hadoop, Sha256 digest) {
    // From the very front: an archive's checksum is of everything.
    ArrayReader reader = new ArrayReader(array, hadoop, 0);
    try {
      reader.skip(array.digestFrom());
      reader.in = new BufferedInputStream(digest.over(reader.in), BUFFER);
      // Read rather than skipped, which no digest sees.
      byte[] header = new byte[(int) (array.header().headerBytes() - array.digestFrom())];
      reader.read(header, 0, header.length);
      return reader;
    } catch (InputException e) {
      reader.close();
      throw e;
    }
  }

  /** Returns the number of uncompressed bytes up to here, header included. */
  public long position() {
    return position;
  }

  /** Goes forward. */
  public void skip(long bytes) {
    try {
      in.skipNBytes(bytes);
      position += bytes;
    } catch (IOException e) {
      throw array.content().damaged(file, position, e);
    }
  }

  /** Reads exactly {@code length} bytes into {@code target} from {@code offset} on. */
  public void read(byte[] target, int offset, int length) {
    try {
      int read = in.readNBytes(target, offset, length);
      position += read;
      if (read < length) {
        throw array.wrongLength("the end of the file at byte " + position);
      }
    } catch (IOException e) {
      throw array.content().damaged(file, position, e);
    }
  }

  /**
   * Checks that the content ends here.
   *
   * @throws InputException if there is more of it
   */
  public void expectEnd() {
    try {
      if (in.read() >= 0) {
        throw array.wrongLength("more data at byte " + position);
      }
    } catch (IOException e) {
      throw array.content().damaged(file, position, e);
    }
  }

  /**
   * Closes the file and never fails: nothing is lost by it, and Spark gives no more than the text
   * of such an error.
   */
  @Override
  public void close() {
    IOUtils.closeQuietly(in);
  }
}
