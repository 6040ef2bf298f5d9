package org.convspark.data.arrays.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.ZipException;
import org.convspark.config.InputException;
import org.convspark.storage.Location;

/** Where the bytes of an array are, header and elements. */
public interface ArrayContent extends Serializable {
  /** Returns what messages call it. */
  String where();

  /** Returns the URI of the file that it is in. */
  String uri();

  /** Returns what it is packed by: {@code gzip} or {@code zip}; empty where it isn't. */
  String compression();

  /** Returns what to do where it is damaged. */
  String remedy();

  /**
   * Opens it. Closing the stream closes the file.
   *
   * @param file at {@link #uri}
   * @param from how many bytes, uncompressed, are left out
   * @throws IOException which {@link #damaged} explains
   */
  InputStream open(Location file, long from) throws IOException;

  /** Returns whether it can be read from the middle, which what is compressed can't. */
  boolean isSeekable();

  /**
   * Returns what a failure to read means to the user.
   *
   * @param position number of bytes, uncompressed, that were read
   */
  default InputException damaged(Location file, long position, IOException e) {
    if (!compression().isEmpty() && (e instanceof EOFException || e instanceof ZipException)) {
      return new InputException(
          where(),
          (e instanceof EOFException
                  ? compression() + " data that ends early"
                  : "damaged " + compression() + " data")
              + " after byte "
              + position
              + " of its content",
          "a complete " + compression() + " file",
          remedy(),
          e);
    }
    return file.unusable(e);
  }
}
