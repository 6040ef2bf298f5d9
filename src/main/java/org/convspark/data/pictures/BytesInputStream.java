package org.convspark.data.pictures;

import javax.imageio.stream.ImageInputStreamImpl;

/** A file's bytes for a decoder; Java's own streams would copy them into a cache or a file. */
final class BytesInputStream extends ImageInputStreamImpl {
  private final byte[] bytes;

  BytesInputStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return length == 0 ? 0 : -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, from, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
