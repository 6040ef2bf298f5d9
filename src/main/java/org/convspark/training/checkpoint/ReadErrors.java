package org.convspark.training.checkpoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;

/**
 * Remembers the error of a file system that doesn't give a file's content, which says nothing about
 * the content. A checksum that doesn't fit does.
 */
final class ReadErrors extends FilterInputStream {
  private IOException error;

  ReadErrors(InputStream in) {
    super(in);
  }

  Optional<IOException> error() {
    return Optional.ofNullable(error);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw noted(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw noted(e);
    }
  }

  private IOException noted(IOException e) {
    if (!(e instanceof ChecksumException)) {
      error = e;
    }
    return e;
  }
}
