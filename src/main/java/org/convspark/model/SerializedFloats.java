package org.convspark.model;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.convspark.config.InputException;

/**
 * Reads and writes a vector of floats as {@code Nd4j.write} of 1.0.0-M2 writes it. That is two
 * buffers, each with allocation mode (UTF), length (long) and type (UTF) before its big-endian
 * values: the shape information, {@code rank, sizes, strides, extras, element stride, order} as
 * longs, and the data.
 *
 * <p>{@code Nd4j.read} believes the lengths it finds and allocates them, which a hostile file would
 * use; here they are compared with what is expected first. {@code Nd4j.write} takes the values one
 * by one.
 */
public final class SerializedFloats {
  /** More than the headers of both buffers and the shape information of a vector take. */
  public static final int OVERHEAD = 1024;

  private static final String MODE = "MIXED_DATA_TYPES";

  /** Of a row of floats in the shape information: what nd4j calls extras. */
  private static final long FLOATS = 1 << 13;

  private static final int BLOCK = 1 << 14;

  private SerializedFloats() {}

  /** Writes the values as a row, {@code [1, values.length]}, and leaves the stream open. */
  public static void write(float[] values, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    long[] shape = {2, 1, values.length, 1, 1, FLOATS, 1, 'c'};
    writeHeader(data, shape.length, "LONG");
    for (long word : shape) {
      data.writeLong(word);
    }
    writeHeader(data, values.length, "FLOAT");
    ByteBuffer block = ByteBuffer.allocate(BLOCK * Float.BYTES);
    for (int from = 0; from < values.length; from += BLOCK) {
      int count = Math.min(BLOCK, values.length - from);
      block.asFloatBuffer().put(values, from, count);
      data.write(block.array(), 0, count * Float.BYTES);
    }
    data.flush();
  }

  private static void writeHeader(DataOutputStream out, long length, String type)
      throws IOException {
    out.writeUTF(MODE);
    out.writeLong(length);
    out.writeUTF(type);
  }

  /**
   * Reads a vector.
   *
   * @param where the file and entry, for errors
   * @param expected how many values there must be
   * @throws InputException if there are more or fewer, the bytes are anything else than such a
   *     vector, or not all values are finite
   */
  public static float[] read(String where, byte[] bytes, long expected) {
    ByteArrayInputStream source = new ByteArrayInputStream(bytes);
    int start;
    try (DataInputStream in = new DataInputStream(source)) {
      long length = readShape(where, in, expected);
      readHeader(where, in, "FLOAT", length);
      start = bytes.length - source.available();
      if (source.available() != Float.BYTES * length) {
        throw broken(
            where, source.available() + " bytes of values", Float.BYTES * length + " bytes");
      }
    } catch (IOException e) {
      throw broken(where, bytes.length + " bytes that break off", expected + " floats", e);
    }
    float[] values = new float[(bytes.length - start) / Float.BYTES];
    ByteBuffer.wrap(bytes, start, bytes.length - start).slice().asFloatBuffer().get(values);
    requireFinite(where, values);
    return values;
  }

  /**
   * Checks that no value is infinite or not a number.
   *
   * @param where the file and entry, for errors
   * @throws InputException if one is; it says which
   */
  public static void requireFinite(String where, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw broken(where, values[i] + " at " + i, "finite numbers");
      }
    }
  }

  private static long readShape(String where, DataInputStream in, long expected)
      throws IOException {
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
    if (size != expected) {
      throw broken(where, size + " values", expected + ", as the configuration needs");
    }
    in.skipNBytes(Long.BYTES * (rank + 3));
    return size;
  }

  /** The length that the header gives; {@code expected} is below 0 where any will do. */
  private static long readHeader(String where, DataInputStream in, String type, long expected)
      throws IOException {
    String mode = in.readUTF();
    if (!mode.equals(MODE) && !mode.equals("LONG_SHAPE")) {
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
