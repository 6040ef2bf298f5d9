package org.convspark.data.arrays;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes arrays as NumPy does. */
public final class NumpyFixture {
  private NumpyFixture() {}

  /**
   * Returns the content of a {@code .npy} file.
   *
   * @param descr type, such as {@code <f4}
   * @param value of each element, by its place in C's order
   */
  public static byte[] npy(
      int version, String descr, boolean fortran, IntToDoubleFunction value, int... dims) {
    String shape = IntStream.of(dims).mapToObj(d -> d + ",").collect(Collectors.joining(" "));
    byte[] header =
        header(
            version,
            "{'descr': '"
                + descr
                + "', 'fortran_order': "
                + (fortran ? "True" : "False")
                + ", 'shape': ("
                + shape
                + "), }");
    byte[] values = values(descr, fortran, value, dims);
    return ByteBuffer.allocate(header.length + values.length).put(header).put(values).array();
  }

  /** Returns a header of any text, padded to 64 bytes. */
  public static byte[] header(int version, String dictionary) {
    int before = version == 1 ? 10 : 12;
    int length = (before + dictionary.length() + 1 + 63) / 64 * 64 - before;
    ByteBuffer out = ByteBuffer.allocate(before + length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) version).put((byte) 0);
    if (version == 1) {
      out.putShort((short) length);
    } else {
      out.putInt(length);
    }
    String padding = " ".repeat(length - dictionary.length() - 1);
    return out.put((dictionary + padding + "\n").getBytes(StandardCharsets.US_ASCII)).array();
  }

  private static byte[] values(
      String descr, boolean fortran, IntToDoubleFunction value, int... dims) {
    int size = IntStream.of(dims).reduce(1, (a, b) -> a * b);
    int width = Integer.parseInt(descr.substring(2));
    ByteBuffer out =
        ByteBuffer.allocate(size * width)
            .order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      put(out, descr.substring(1), value.applyAsDouble(fortran ? inC(i, dims) : i));
    }
    return out.array();
  }

  /** Returns the place in C's order of what stands at a place in Fortran's. */
  private static int inC(int place, int... dims) {
    int[] index = new int[dims.length];
    for (int d = 0, rest = place; d < dims.length; rest /= dims[d++]) {
      index[d] = rest % dims[d];
    }
    int c = 0;
    for (int d = 0; d < dims.length; d++) {
      c = c * dims[d] + index[d];
    }
    return c;
  }

  private static void put(ByteBuffer out, String type, double value) {
    switch (type) {
      case "u1", "i1", "b1" -> out.put((byte) value);
      case "u2", "i2" -> out.putShort((short) (int) value);
      case "u4", "i4" -> out.putInt((int) (long) value);
      case "u8", "i8" -> out.putLong((long) value);
      case "f2" -> out.putShort(half(value));
      case "f4" -> out.putFloat((float) value);
      case "f8" -> out.putDouble(value);
      default -> throw new IllegalArgumentException(type);
    }
  }

  /** Of numbers of at most 11 bits. */
  private static short half(double value) {
    if (value == 0) {
      return 0;
    }
    int exponent = Math.getExponent(value);
    int fraction = (int) Math.round((value / Math.scalb(1.0, exponent) - 1) * 1024);
    return (short) ((exponent + 15) << 10 | fraction);
  }

  /** Writes an archive as {@code numpy.savez} does, or {@code savez_compressed}. */
  public static void npz(Path file, boolean deflated, Map<String, byte[]> arrays) {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 crc = new CRC32();
        crc.update(each.getValue());
        entry.setMethod(deflated ? ZipEntry.DEFLATED : ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns arrays by name, in order; each name is followed by its array. */
  public static Map<String, byte[]> arrays(Object... namesAndArrays) {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (int i = 0; i < namesAndArrays.length; i += 2) {
      arrays.put(namesAndArrays[i] + ".npy", (byte[]) namesAndArrays[i + 1]);
    }
    return arrays;
  }

  /** Returns an archive of one stored file whose sizes stand in zip64's fields, as NumPy's do. */
  public static byte[] zip64(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer local = ByteBuffer.allocate(50 + path.length).order(ByteOrder.LITTLE_ENDIAN);
    local.putInt(0x04034b50).putShort((short) 45).putShort((short) 0).putShort((short) 0);
    local.putInt(0).putInt((int) crc.getValue()).putInt(-1).putInt(-1);
    local.putShort((short) path.length).putShort((short) 20).put(path);
    local.putShort((short) 1).putShort((short) 16).putLong(content.length).putLong(content.length);
    out.writeBytes(local.array());
    out.writeBytes(content);
    int directory = out.size();
    ByteBuffer entry = ByteBuffer.allocate(74 + path.length).order(ByteOrder.LITTLE_ENDIAN);
    entry.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putShort((short) 0);
    entry.putShort((short) 0).putInt(0).putInt((int) crc.getValue()).putInt(-1).putInt(-1);
    entry.putShort((short) path.length).putShort((short) 28).putShort((short) 0);
    entry.putShort((short) 0).putShort((short) 0).putInt(0).putInt(-1).put(path);
    entry.putShort((short) 1).putShort((short) 24);
    entry.putLong(content.length).putLong(content.length).putLong(0);
    out.writeBytes(entry.array());
    ByteBuffer end = ByteBuffer.allocate(98).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0);
    end.putInt(0).putLong(1).putLong(1).putLong(entry.capacity()).putLong(directory);
    end.putInt(0x07064b50).putInt(0).putLong(directory + entry.capacity()).putInt(1);
    end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0).putShort((short) -1);
    end.putShort((short) -1).putInt(-1).putInt(-1).putShort((short) 0);
    out.writeBytes(end.array());
    return out.toByteArray();
  }
}
