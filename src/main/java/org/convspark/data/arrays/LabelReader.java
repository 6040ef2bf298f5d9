package org.convspark.data.arrays;

import java.io.Closeable;
import org.apache.hadoop.conf.Configuration;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ArrayReader;

/** Reads the labels of an array one after another: the first element of each record. */
final class LabelReader implements Closeable {
  private final ArrayHeader header;
  private final ArrayReader reader;
  private final byte[] block;

  /** Opens an array at a label. */
  LabelReader(ArrayFile array, Configuration hadoop, long from) {
    this.header = array.header();
    this.reader = ArrayReader.at(array, hadoop, from);
    this.block = new byte[(int) header.recordBytes()];
  }

  int next() {
    reader.read(block, 0, block.length);
    return (int) header.element().value(header.ordered(block), 0);
  }

  @Override
  public void close() {
    reader.close();
  }
}
