package org.convspark.data.pictures.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.IIOException;
import org.convspark.data.pictures.files.StoredPicture.Kind;

/** The header of a BMP file. */
public final class BmpFile {
  private static final int HEADER_OF_OS2 = 12;
  private static final int RLE_8 = 1;
  private static final int RLE_4 = 2;
  private static final int MASKS = 3;

  private BmpFile() {}

  /**
   * Reads what a file says of its picture.
   *
   * @throws IIOException if it isn't whole
   * @throws UnsupportedPictureException if another format is packed into it
   */
  public static StoredPicture read(byte[] bytes) throws IOException {
    try {
      return read(bytes, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    } catch (IndexOutOfBoundsException e) {
      throw new IIOException("its header isn't whole", e);
    }
  }

  private static StoredPicture read(byte[] bytes, ByteBuffer in) throws IOException {
    boolean os2 = in.getInt(14) == HEADER_OF_OS2;
    int width = os2 ? in.getShort(18) : in.getInt(18);
    // Rows from top to bottom have a height below 0.
    int height = Math.abs(os2 ? in.getShort(20) : in.getInt(22));
    int bits = in.getShort(os2 ? 24 : 28);
    int compression = os2 ? 0 : in.getInt(30);
    boolean runs = compression == RLE_8 || compression == RLE_4;
    if (compression != 0 && compression != MASKS && !runs) {
      throw new UnsupportedPictureException("a BMP with another format within");
    }
    long start = in.getInt(10) & 0xffffffffL;
    double size =
        runs ? in.getInt(34) & 0xffffffffL : ((long) width * bits + 31) / 32 * 4.0 * height;
    if (start + size > bytes.length) {
      throw new IIOException("it ends before its last pixel");
    }
    StoredPicture picture =
        StoredPicture.of(bytes, height, width, bits <= 8 ? Kind.PALETTE : Kind.COLOUR);
    return runs ? picture.ofAtMost(StoredPicture.MOST_AT_ONCE) : picture;
  }
}
