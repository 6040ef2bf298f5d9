package org.convspark.data.pictures.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.IIOException;
import org.convspark.data.pictures.files.StoredPicture.Kind;

/** The chunks of a PNG file, which are checked by their sums as no decoder of Java's does. */
public final class PngFile {
  private static final int SIGNATURE = 8;

  /** Length, type and sum of a chunk. */
  private static final int AROUND = 12;

  /** What the pixels need. All others can only keep a decoder busy. */
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private static final Set<String> READ = Set.of("sBIT", "eXIf", "acTL");

  private final byte[] bytes;
  private final ByteBuffer in;
  private final Parts kept = new Parts();
  private int width;
  private int height;
  private int depth;
  private int colourType;
  private int orientation = 1;
  private int significantBits;
  private int frames = 1;

  private PngFile(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes);
  }

  /**
   * Reads what a file says of its picture.
   *
   * @throws IIOException if it isn't whole, as far as that shows without unpacking its pixels
   * @throws UnsupportedPictureException if it has a chunk without which it can't be understood
   */
  public static StoredPicture read(byte[] bytes) throws IOException {
    return new PngFile(bytes).read();
  }

  /**
   * Checks the pixels of a picture that {@link #read} gave.
   *
   * @throws IIOException if some are missing or don't fit their sum
   */
  public static void checkPixels(StoredPicture picture) throws IIOException {
    PngPixels.check(picture.data());
  }

  private StoredPicture read() throws IOException {
    kept.add(bytes, 0, SIGNATURE);
    int at = SIGNATURE;
    String type = "";
    while (!type.equals("IEND")) {
      if (bytes.length - at < AROUND) {
        throw new IIOException("it ends before its last chunk");
      }
      int length = in.getInt(at);
      type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (length < 0 || length > bytes.length - at - AROUND) {
        throw new IIOException("it ends in the middle of a chunk");
      }
      if ((at == SIGNATURE) != type.equals("IHDR")) {
        throw new IIOException("its header isn't its first chunk alone");
      }
      checkSum(type, at, length);
      if (KEPT.contains(type) || READ.contains(type)) {
        chunk(type, at, length);
      } else if (Character.isUpperCase(type.charAt(0))) {
        throw new UnsupportedPictureException("a PNG with a chunk of its own kind that it needs");
      }
      at += AROUND + length;
    }
    return StoredPicture.of(kept.joined(), height, width, kind())
        .turned(orientation)
        .withSignificantBits(significantBits)
        .firstOf(frames);
  }

  /** Of every chunk: a name that is damaged would hide what the chunk says of the pixels. */
  private void checkSum(String type, int at, int length) throws IIOException {
    CRC32 sum = new CRC32();
    sum.update(bytes, at + 4, length + 4);
    if ((int) sum.getValue() != in.getInt(at + 8 + length)) {
      throw new IIOException("the sum of its chunk " + type + " is wrong");
    }
  }

  private void chunk(String type, int at, int length) throws IIOException {
    int data = at + 8;
    switch (type) {
      case "IHDR" -> header(data, length);
      case "sBIT" -> significant(data, length);
      case "eXIf" -> orientation = TiffDirectory.orientation(bytes, data, length);
      case "acTL" -> frames = length < 4 ? 1 : Math.max(1, in.getInt(data));
      default -> {}
    }
    if (type.equals("tRNS") && colourType == 0 && depth < 8 && length == 2) {
      kept.add(transparent(at));
    } else if (KEPT.contains(type)) {
      kept.add(bytes, at, AROUND + length);
    }
  }

  private void header(int data, int length) throws IIOException {
    if (length != 13) {
      throw new IIOException("its header is too short");
    }
    width = in.getInt(data);
    height = in.getInt(data + 4);
    depth = bytes[data + 8];
    colourType = bytes[data + 9];
  }

  private Kind kind() {
    return switch (colourType) {
      case 0, 4 -> Kind.GREY;
      case 3 -> Kind.PALETTE;
      default -> Kind.COLOUR;
    };
  }

  private void significant(int data, int length) {
    int colours = Math.min(length, kind() == Kind.GREY ? 1 : 3);
    for (int i = 0; i < colours && kind() != Kind.PALETTE; i++) {
      significantBits = Math.max(significantBits, bytes[data + i] & 0xff);
    }
  }

  /** Java's decoder compares the transparent grey with samples that it has widened to 8 bits. */
  private byte[] transparent(int at) {
    ByteBuffer chunk = ByteBuffer.allocate(AROUND + 2).put(bytes, at, 8);
    int greys = (1 << depth) - 1;
    chunk.putShort((short) (255 * (in.getShort(at + 8) & greys) / greys));
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 6);
    return chunk.putInt((int) sum.getValue()).array();
  }
}
