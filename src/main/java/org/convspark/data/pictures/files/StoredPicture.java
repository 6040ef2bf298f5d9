package org.convspark.data.pictures.files;

/**
 * How the first picture of a file is stored.
 *
 * @param data what the decoder is to read: the file less what could mislead it or keep it busy,
 *     such as colour profiles, thumbnails and texts
 * @param height rows as stored, at least 1
 * @param width columns as stored, at least 1
 * @param kind what a pixel is
 * @param orientation how to turn it, 1 to 8 as EXIF has it; 1 is upright
 * @param significantBits how many bits of a sample the file says it uses, or 0
 * @param pictures number of pictures, frames or pages in the file
 * @param mostPixels the most that it may have for a decoder to hold what it must
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredPicture(
    byte[] data,
    int height,
    int width,
    Kind kind,
    int orientation,
    int significantBits,
    int pictures,
    long mostPixels) {

  /** The most pixels of a picture that is scaled while it is read, 2^28. */
  public static final long MOST_PIXELS = 1L << 28;

  /** The most where the decoder holds all of them at once, 2^25: 8192 x 4096. */
  static final long MOST_AT_ONCE = 1L << 25;

  /** What a pixel is. */
  public enum Kind {
    /** One sample, or two with how opaque it is. */
    GREY,
    /** Three samples, or four with how opaque it is. */
    COLOUR,
    /** A place in a table of colours. */
    PALETTE,
    /** Cyan, magenta, yellow and black. */
    CMYK,
    /** Cyan, magenta, yellow and black, as Adobe's programs write it: 255 is no ink. */
    INVERTED_CMYK,
    /** As {@link #INVERTED_CMYK}, with the first three as luminance and two differences. */
    INVERTED_YCCK
  }

  static StoredPicture of(byte[] data, int height, int width, Kind kind) {
    return new StoredPicture(data, height, width, kind, 1, 0, 1, MOST_PIXELS);
  }

  StoredPicture turned(int how) {
    return new StoredPicture(data, height, width, kind, how, significantBits, pictures, mostPixels);
  }

  StoredPicture withSignificantBits(int bits) {
    return new StoredPicture(data, height, width, kind, orientation, bits, pictures, mostPixels);
  }

  StoredPicture firstOf(int number) {
    return new StoredPicture(
        data, height, width, kind, orientation, significantBits, number, mostPixels);
  }

  StoredPicture ofAtMost(long pixels) {
    return new StoredPicture(
        data, height, width, kind, orientation, significantBits, pictures, pixels);
  }
}
