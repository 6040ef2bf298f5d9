package org.convspark.data.arrays.file;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the beginning of an array's file says of it. The first dimension counts images or labels.
 *
 * @param element type of the elements
 * @param bigEndian whether an element's highest byte comes first
 * @param fortran whether the first index runs fastest, rather than the last
 * @param dims length of each dimension, at least one of them and each at least 1
 * @param headerBytes what stands before the elements
 */
public record ArrayHeader(
    ElementType element, boolean bigEndian, boolean fortran, List<Long> dims, long headerBytes)
    implements Serializable {

  /** Copies the dimensions. */
  public ArrayHeader {
    dims = List.copyOf(dims);
  }

  /** Returns whether an array of such dimensions has a number of bytes that a file can have. */
  public static boolean isPossible(ElementType element, List<Long> dims) {
    long bytes = element.bytes();
    for (long dim : dims) {
      if (dim < 0 || dim > 0 && bytes > (Long.MAX_VALUE >> 1) / dim) {
        return false;
      }
      bytes *= dim;
    }
    return true;
  }

  /** Returns the number of images or labels. */
  public long count() {
    return dims.get(0);
  }

  /** Returns the number of elements of one image or label. */
  public long recordElements() {
    return dims.stream().skip(1).reduce(1L, (a, b) -> a * b);
  }

  /** Returns the number of bytes of one image or label. */
  public long recordBytes() {
    return recordElements() * element.bytes();
  }

  /** Returns the number of bytes of the whole file, uncompressed. */
  public long fileBytes() {
    return headerBytes + count() * recordBytes();
  }

  /** Returns elements' bytes as a buffer of the array's byte order. */
  public ByteBuffer ordered(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the dimensions for people: {@code 60000x28x28}. */
  public String shape() {
    return dims.stream().map(Object::toString).collect(Collectors.joining("x"));
  }
}
