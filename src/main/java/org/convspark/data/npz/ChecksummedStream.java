package org.convspark.data.npz;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/** Fails at the end of a stream whose bytes haven't the checksum that they should. */
final class ChecksummedStream extends CheckedInputStream {
  private final long expected;

  ChecksummedStream(InputStream in, long expected) {
    super(in, new CRC32());
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    return checked(super.read());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return checked(super.read(target, offset, length));
  }

  private int checked(int read) throws IOException {
    if (read < 0 && getChecksum().getValue() != expected) {
      throw new ZipException("wrong checksum");
    }
    return read;
  }
}
