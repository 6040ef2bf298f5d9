package org.convspark.model;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.convspark.config.InputException;

/**
 * A vector of floats as {@code Nd4j.write} of 1.0.0-M2 writes it. Two buffers, each with allocation
 * mode (UTF), length (long) and type (UTF) before its big-endian values: the shape information,
 * {@code rank, sizes, strides, extras, element stride, order} as longs, and the data.
 *
 * <p>{@code Nd4j.read} believes the lengths it finds and allocates them, which a hostile file would
 * use; here they are compared with what is expected first.
 */
final class SerializedFloats {
  /** More than the headers of both buffers and the shape information of a vector take. */
  static final int OVERHEAD = 1024;

  private SerializedFloats() {}

  /**
   * @param where the file and entry, for messages
   * @param length how many values there must be
   * @throws InputException if there aren't, or the bytes are anything else than such a vector
   */
  static float[] read(String where, byte[] bytes, long length) {
    ByteArrayInputStream source = new ByteArrayInputStream(bytes);
    try (DataInputStream in = new DataInputStream(source)) {
      readShape(where, in, length);
      readHeader(where, in, "FLOAT", length);
      if (source.available() != Float.BYTES * length) {
        throw broken(
            where, source.available() + " bytes of values", Float.BYTES * length + " bytes");
      }
    } catch (IOException e) {
      throw broken(where, bytes.length + " bytes that break off", length + " floats", e);
    }
    float[] values = new float[(int) length];
    int start = bytes.length - Float.BYTES * values.length;
    ByteBuffer.wrap(bytes, start, bytes.length - start).slice().asFloatBuffer().get(values);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw broken(where, values[i] + " at " + i, "finite numbers");
      }
    }
    return values;
  }

  private static void readShape(String where, DataInputStream in, long length) throws IOException {
    long words = readHeader(where, in, "LONG", -1);
    long rank = in.readLong();
    if (rank < 1 || rank > 2 || words != 2 * rank + 4) {
      throw broken(where, "an array of rank " + rank, "a vector");
    }
    long size = in.readLong();
    if (rank == 2) {
      if (size != 1) {
        throw broken(where, "an array of " + size + " rows", "one");
      }
      size = in.readLong();
    }
    if (size != length) {
      throw broken(where, size + " values", length + ", as the configuration needs");
    }
    in.skipNBytes(Long.BYTES * (rank + 3));
  }

  /** The length that the header gives; {@code expected} is below 0 where any will do. */
  private static long readHeader(String where, DataInputStream in, String type, long expected)
      throws IOException {
    String mode = in.readUTF();
    if (!mode.equals("MIXED_DATA_TYPES") && !mode.equals("LONG_SHAPE")) {
      throw broken(where, "an array in another format", "that of DL4J 1.0.0");
    }
    long length = in.readLong();
    String found = in.readUTF();
    if (!found.equals(type)) {
      throw broken(where, "an array of another type", type + " values");
    }
    if (expected >= 0 && length != expected) {
      throw broken(where, length + " values", expected + ", as the configuration needs");
    }
    return length;
  }

  private static InputException broken(String where, String found, String expected) {
    return broken(where, found, expected, null);
  }

  private static InputException broken(
      String where, String found, String expected, IOException cause) {
    return new InputException(where, found, expected, ModelArchive.REMEDY, cause);
  }
}
