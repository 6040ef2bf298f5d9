package org.convspark.data.idx;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.data.Example;

/**
 * Reads the examples of one slice of a split's two files, or of a file of images alone, on an
 * executor, one at a time.
 */
final class IdxExamples implements FlatMapFunction<Integer, Example> {
  private static final long serialVersionUID = 1L;

  private final IdxFile images;
  private final IdxFile labels;
  private final long count;
  private final int slices;
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * Divides the first {@code count} examples of the files into slices.
   *
   * @param labels null for a file of images alone
   * @param count how many examples to read, from the first
   * @param slices number of slices
   */
  IdxExamples(
      IdxFile images,
      IdxFile labels,
      long count,
      int slices,
      Broadcast<SerializableConfiguration> hadoop) {
    this.images = images;
    this.labels = labels;
    this.count = count;
    this.slices = slices;
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<Example> call(Integer slice) {
    return new Slice(start(slice), start(slice + 1));
  }

  private long start(int slice) {
    // count has at most 32 bits and slice 31, so the product fits.
    return count * slice / slices;
  }

  private final class Slice implements Iterator<Example> {
    private final IdxReader imageReader = images.open(hadoop.value().value());
    private final IdxReader labelReader =
        labels == null ? null : labels.open(hadoop.value().value());
    private final byte[] label = new byte[1];
    private final long end;
    private long next;

    Slice(long start, long end) {
      // Not at the last example: a caller may stop before it.
      TaskContext.get()
          .addTaskCompletionListener(
              task -> {
                imageReader.close();
                if (labelReader != null) {
                  labelReader.close();
                }
              });
      imageReader.skipTo(start);
      if (labelReader != null) {
        labelReader.skipTo(start);
      }
      this.next = start;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public Example next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      byte[] image = new byte[images.header().recordBytes()];
      imageReader.read(image, image.length);
      if (labelReader == null) {
        return new Example(next++, Example.UNLABELLED, image);
      }
      labelReader.read(label, 1);
      return new Example(next++, label[0] & 0xff, image);
    }
  }
}
