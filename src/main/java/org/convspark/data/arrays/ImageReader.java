package org.convspark.data.arrays;

import org.apache.hadoop.conf.Configuration;
import org.convspark.data.PixelLayout;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ArrayReader;

/** Reads the images of an array one after another, as unsigned bytes, channel by channel. */
final class ImageReader implements ImageSequence {
  private static final int BLOCK = 1 << 16;

  private final ArrayHeader header;
  private final PixelLayout layout;
  private final PixelScale scale;
  private final ArrayReader reader;
  private final byte[] block;

  /** Opens an array at an image. */
  ImageReader(
      ArrayFile array, PixelLayout layout, PixelScale scale, Configuration hadoop, long from) {
    this.header = array.header();
    this.layout = layout;
    this.scale = scale;
    this.reader = ArrayReader.at(array, hadoop, from);
    this.block = new byte[(int) Math.min(BLOCK, header.recordBytes())];
  }

  @Override
  public byte[] next() {
    byte[] image = new byte[layout.shape().size()];
    int bytes = header.element().bytes();
    for (int done = 0; done < image.length; ) {
      int count = Math.min(block.length / bytes, image.length - done);
      reader.read(block, 0, count * bytes);
      scale.apply(header, block, count, image, done);
      done += count;
    }
    return layout.planar(image);
  }

  @Override
  public void close() {
    reader.close();
  }
}
