package org.convspark.data.idx;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.fs.FSDataInputStream;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.Sha256;

/**
 * An open IDX file, read front to back and never held whole. Gzip is recognised by its first two
 * bytes (1f 8b), whatever the file's name. Every failure is an {@link InputException} that names
 * the file and the place, counted in uncompressed bytes.
 */
final class IdxReader implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Location file;
  private final FSDataInputStream raw;
  private final boolean gzip;
  private InputStream content;
  private IdxHeader header;
  private long position;

  private IdxReader(Location file, Sha256 digest) {
    this.file = file;
    this.raw = file.open();
    try {
      gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.seek(0);
      content = gzip ? new GZIPInputStream(raw, BUFFER) : raw;
    } catch (IOException e) {
      close();
      throw damaged(e);
    }
    if (digest != null) {
      content = digest.over(content);
    }
    content = new BufferedInputStream(content, BUFFER);
  }

  /** Opens a file and reads its header. */
  static IdxReader open(Location file, IdxHeader.Kind kind) {
    return open(file, kind, null);
  }

  /**
   * Opens a file and reads its header.
   *
   * @param digest updated with every byte of content, and complete after {@link #expectEnd}; null
   *     for none
   */
  static IdxReader open(Location file, IdxHeader.Kind kind, Sha256 digest) {
    IdxReader reader = new IdxReader(file, digest);
    try {
      reader.header = IdxHeader.read(file.toString(), kind, reader.content);
      reader.position = reader.header.headerBytes();
      return reader;
    } catch (IOException e) {
      reader.close();
      throw reader.damaged(e);
    } catch (InputException e) {
      reader.close();
      throw e;
    }
  }

  IdxHeader header() {
    return header;
  }

  boolean gzip() {
    return gzip;
  }

  /** Returns the number of uncompressed bytes read so far, header included. */
  long position() {
    return position;
  }

  /**
   * Goes to the start of a record by seeking or, under gzip, by decompressing what comes before it.
   *
   * @param record number of the image or label, from 0; under gzip none before the current place
   */
  void skipTo(long record) {
    long target = header.headerBytes() + record * header.recordBytes();
    try {
      if (gzip) {
        content.skipNBytes(target - position);
      } else {
        raw.seek(target);
        content = new BufferedInputStream(raw, BUFFER);
      }
      position = target;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /** Reads exactly {@code length} bytes into the front of {@code target}. */
  void read(byte[] target, int length) {
    try {
      int read = content.readNBytes(target, 0, length);
      position += read;
      if (read < length) {
        throw header.wrongLength(file.toString(), "the end of the file at byte " + position);
      }
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * Checks that the content ends here.
   *
   * @throws InputException if there is more of it
   */
  void expectEnd() {
    try {
      if (content.read() >= 0) {
        throw header.wrongLength(file.toString(), "more data at byte " + position);
      }
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private InputException damaged(IOException e) {
    if (gzip && (e instanceof EOFException || e instanceof ZipException)) {
      return new InputException(
          file.toString(),
          (e instanceof EOFException ? "gzip data that ends early" : "damaged gzip data")
              + " after byte "
              + position
              + " of its content",
          "a complete gzip file",
          IdxHeader.REFETCH,
          e);
    }
    return file.unusable(e);
  }

  /**
   * Closes the file and never fails: nothing is lost by it, and Spark gives no more than the text
   * of such an error.
   */
  @Override
  public void close() {
    IOUtils.closeQuietly(raw);
  }
}
