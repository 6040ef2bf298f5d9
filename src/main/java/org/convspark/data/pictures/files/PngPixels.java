package org.convspark.data.pictures.files;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.IIOException;

/**
 * The packed pixels of a PNG file, which must be as many as its header says and fit their sum.
 * Java's decoder stops at the last row, before that sum, and takes what is missing for black.
 */
final class PngPixels {
  private static final int FIRST_CHUNK = 8;
  private static final int AROUND = 12;
  private static final int IDAT = 0x49444154;

  /** Of Adam7's seven passes: first column and row, and the steps to the next. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /** What is behind the last row does no harm, but must end. */
  private static final int MOST_BEHIND = 1 << 16;

  private final ByteBuffer file;

  private PngPixels(byte[] file) {
    this.file = ByteBuffer.wrap(file);
  }

  /**
   * Unpacks them, and keeps nothing.
   *
   * @param file chunks of which the first is the header, their lengths and sums checked
   * @throws IIOException if the pixels aren't whole
   */
  static void check(byte[] file) throws IIOException {
    new PngPixels(file).check();
  }

  private void check() throws IIOException {
    long wanted = size();
    long found = 0;
    byte[] block = new byte[1 << 16];
    Inflater inflater = new Inflater();
    try {
      for (int at = FIRST_CHUNK; at < file.limit(); at += AROUND + file.getInt(at)) {
        if (file.getInt(at + 4) != IDAT) {
          continue;
        }
        inflater.setInput(file.array(), at + 8, file.getInt(at));
        while (!inflater.finished() && !inflater.needsInput()) {
          int length = inflater.inflate(block);
          found += length;
          if (length == 0 && inflater.needsDictionary() || found > wanted + MOST_BEHIND) {
            throw new IIOException("it has more pixels than its header says");
          }
        }
      }
      if (found < wanted || !inflater.finished()) {
        throw new IIOException("its pixels end early");
      }
    } catch (DataFormatException e) {
      throw new IIOException("its pixels are packed wrongly", e);
    } finally {
      inflater.end();
    }
  }

  /** In bytes, with the byte before each row that says how it is filtered. */
  private long size() throws IIOException {
    long width = file.getInt(16);
    long height = file.getInt(20);
    int samples =
        switch (file.get(25)) {
          case 0, 3 -> 1;
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> throw new IIOException("its colours are of no known kind");
        };
    long bits = (long) file.get(24) * samples;
    if (file.get(28) == 0) {
      return height * row(width, bits);
    }
    long size = 0;
    for (int[] pass : PASSES) {
      long columns = (width - pass[0] + pass[2] - 1) / pass[2];
      long rows = (height - pass[1] + pass[3] - 1) / pass[3];
      size += columns > 0 && rows > 0 ? rows * row(columns, bits) : 0;
    }
    return size;
  }

  private static long row(long columns, long bits) {
    return 1 + (columns * bits + 7) / 8;
  }
}
