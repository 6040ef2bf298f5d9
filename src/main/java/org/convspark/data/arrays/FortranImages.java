package org.convspark.data.arrays;

import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.PixelLayout;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ArrayReader;

/**
 * Some images of an array in which the first index runs fastest: first the first pixel of every
 * image, then the second of every image. They are gathered in one reading of the whole array.
 */
final class FortranImages implements ImageSequence {
  /** As many bytes are gathered at once. */
  private static final int MOST_GATHERED = 1 << 24;

  /** The most bytes that all readings together may have. */
  private static final long MOST_READ = 1L << 36;

  private static final int BLOCK = 1 << 16;

  private final PixelLayout layout;
  private final byte[] gathered;
  private int next;

  /**
   * Gathers images.
   *
   * @param from number of the first
   * @param to one more than the number of the last
   */
  FortranImages(
      ArrayFile array,
      PixelLayout layout,
      PixelScale scale,
      Configuration hadoop,
      long from,
      long to) {
    this.layout = layout;
    this.gathered = new byte[Math.toIntExact((to - from) * layout.shape().size())];
    try (ArrayReader reader = ArrayReader.at(array, hadoop, 0)) {
      gather(array.header(), scale, reader, from, (int) (to - from));
    }
  }

  private void gather(
      ArrayHeader header, PixelScale scale, ArrayReader reader, long from, int images) {
    int size = layout.shape().size();
    int bytes = header.element().bytes();
    byte[] block = new byte[Math.min(BLOCK, images * bytes)];
    byte[] pixels = new byte[block.length / bytes];
    List<Long> dims = header.dims();
    int[] index = new int[dims.size()];
    reader.skip(from * bytes);
    for (int k = 0; k < size; k++) {
      int place = 0;
      for (int d = 1; d < index.length; d++) {
        place = place * dims.get(d).intValue() + index[d];
      }
      for (int done = 0; done < images; ) {
        int count = Math.min(pixels.length, images - done);
        reader.read(block, 0, count * bytes);
        scale.apply(header, block, count, pixels, 0);
        for (int i = 0; i < count; i++) {
          gathered[(done + i) * size + place] = pixels[i];
        }
        done += count;
      }
      for (int d = 1; d < index.length && ++index[d] == dims.get(d); d++) {
        index[d] = 0;
      }
      if (k < size - 1) {
        reader.skip((header.count() - images) * bytes);
      }
    }
  }

  /**
   * Returns into how many slices images must be divided for one to be gathered.
   *
   * @throws InputException if the array is too large
   */
  static int slices(ArrayFile array, int size) {
    long images = Math.max(1, MOST_GATHERED / size);
    long slices = (array.header().count() + images - 1) / images;
    if (slices > MOST_READ / array.header().fileBytes()) {
      throw new InputException(
          array.content().where(),
          array.header().fileBytes() + " bytes in Fortran's order",
          "so many in C's order",
          "write numpy.ascontiguousarray of it");
    }
    return (int) slices;
  }

  @Override
  public byte[] next() {
    int size = layout.shape().size();
    byte[] image = Arrays.copyOfRange(gathered, next * size, (next + 1) * size);
    next++;
    return layout.planar(image);
  }

  @Override
  public void close() {
    // All has been read.
  }
}
