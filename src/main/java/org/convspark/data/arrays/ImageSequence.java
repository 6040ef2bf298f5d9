package org.convspark.data.arrays;

import java.io.Closeable;

/** The images of an array, one after another. */
interface ImageSequence extends Closeable {
  /** Returns the next one's unsigned bytes, row-major, channel by channel. */
  byte[] next();

  @Override
  void close();
}
