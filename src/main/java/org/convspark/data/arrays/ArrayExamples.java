package org.convspark.data.arrays;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.data.Example;
import org.convspark.data.PixelLayout;
import org.convspark.data.arrays.file.ArrayFile;

/**
 * Reads the examples of one slice of an array of images and its labels, or of images alone, on an
 * executor, one at a time.
 */
final class ArrayExamples implements FlatMapFunction<Integer, Example> {
  private static final long serialVersionUID = 1L;
  private static final long MIN_SLICE_BYTES = 8L << 20;
  private static final long MAX_SLICE_BYTES = 128L << 20;

  private final ArrayPair arrays;
  private final PixelLayout layout;
  private final PixelScale scale;
  private final int slices;
  private final Broadcast<SerializableConfiguration> hadoop;

  /** Divides all examples into slices. */
  ArrayExamples(
      ArrayPair arrays,
      PixelLayout layout,
      PixelScale scale,
      int slices,
      Broadcast<SerializableConfiguration> hadoop) {
    this.arrays = arrays;
    this.layout = layout;
    this.scale = scale;
    this.slices = slices;
    this.hadoop = hadoop;
  }

  /**
   * Returns all examples; ids are places in the array. What isn't compressed is read in several
   * slices at once; what is has only one way in, the front.
   */
  static JavaRDD<Example> of(
      JavaSparkContext spark,
      ArrayPair arrays,
      PixelLayout layout,
      PixelScale scale,
      Broadcast<SerializableConfiguration> hadoop) {
    int slices = slices(arrays.images(), layout, spark.defaultParallelism());
    return spark
        .parallelize(IntStream.range(0, slices).boxed().toList(), slices)
        .flatMap(new ArrayExamples(arrays, layout, scale, slices, hadoop));
  }

  private static int slices(ArrayFile images, PixelLayout layout, int parallelism) {
    if (images.header().fortran()) {
      return FortranImages.slices(images, layout.shape().size());
    }
    if (!images.content().isSeekable()) {
      return 1;
    }
    long bytes = images.header().count() * images.header().recordBytes();
    long even = bytes / parallelism;
    long size = Math.max(MIN_SLICE_BYTES, Math.min(MAX_SLICE_BYTES, even));
    return (int) Math.min(images.header().count(), (bytes + size - 1) / size);
  }

  @Override
  public Iterator<Example> call(Integer slice) {
    return new Slice(start(slice), start(slice + 1));
  }

  private long start(int slice) {
    // Every slice but the last has megabytes, so that the product fits.
    return arrays.count() * slice / slices;
  }

  private final class Slice implements Iterator<Example> {
    private final ImageSequence images;
    private final LabelReader labels;
    private final long end;
    private long next;

    Slice(long start, long end) {
      Configuration conf = hadoop.value().value();
      ArrayFile array = arrays.images();
      this.next = start;
      this.end = end;
      this.images =
          array.header().fortran()
              ? new FortranImages(array, layout, scale, conf, start, end)
              : new ImageReader(array, layout, scale, conf, start);
      // Not at the last example: a caller may stop before it.
      TaskContext.get()
          .addTaskCompletionListener(
              task -> {
                close();
              });
      this.labels = arrays.labels() == null ? null : new LabelReader(arrays.labels(), conf, start);
    }

    private void close() {
      images.close();
      if (labels != null) {
        labels.close();
      }
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
      byte[] image = images.next();
      int label = labels == null ? Example.UNLABELLED : labels.next();
      return new Example(next++, label, image);
    }
  }
}
