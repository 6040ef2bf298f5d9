package org.convspark.data.arrays.file;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The types of an array's elements, by NumPy's names. */
public enum ElementType {
  BOOL(1),
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  UINT64(8),
  INT64(8),
  FLOAT16(2),
  FLOAT32(4),
  FLOAT64(8);

  private static final double TWO_TO_64 = 0x1p64;

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the number of bytes of an element. */
  public int bytes() {
    return bytes;
  }

  /** Returns whether it is one of the floating-point types. */
  public boolean isFloat() {
    return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /**
   * Returns an element's value; integers beyond 2^53 are rounded.
   *
   * @param from in the array's byte order
   * @param at the element's first byte
   */
  public double value(ByteBuffer from, int at) {
    return switch (this) {
      case BOOL -> from.get(at) == 0 ? 0 : 1;
      case UINT8 -> from.get(at) & 0xff;
      case INT8 -> from.get(at);
      case UINT16 -> from.getShort(at) & 0xffff;
      case INT16 -> from.getShort(at);
      case UINT32 -> Integer.toUnsignedLong(from.getInt(at));
      case INT32 -> from.getInt(at);
      case UINT64 -> unsigned(from.getLong(at));
      case INT64 -> from.getLong(at);
      case FLOAT16 -> half(from.getShort(at));
      case FLOAT32 -> from.getFloat(at);
      case FLOAT64 -> from.getDouble(at);
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : value + TWO_TO_64;
  }

  /** The binary16 of IEEE 754, which Java 17 can't read. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
        };
    return bits < 0 ? -size : size;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
