package org.convspark.data.arrays;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.data.Example;
import org.convspark.data.PixelLayout;
import org.convspark.data.arrays.file.ArrayFile;

/**
 * How an array is read as images.
 *
 * @param layout shape of the images and order of the channels
 * @param scale what becomes of its values
 * @param remarks lines for people: what was assumed
 */
record ArrayImages(PixelLayout layout, PixelScale scale, List<String> remarks) {
  /**
   * Decides how an array is read.
   *
   * @param values of all arrays of images
   * @throws org.convspark.config.InputException if its values can't be pixels
   */
  static ArrayImages of(
      ArrayFile array, ImageLayout layout, Map<ArrayFile, PixelStatistics> values) {
    PixelScale scale = PixelScale.of(array, values);
    return new ArrayImages(
        layout.pixels(),
        scale,
        Stream.concat(layout.remark().stream(), scale.remark(array, values).stream()).toList());
  }

  /** Returns all examples; ids are places in the array. */
  JavaRDD<Example> examples(
      JavaSparkContext spark, ArrayPair arrays, Broadcast<SerializableConfiguration> hadoop) {
    return ArrayExamples.of(spark, arrays, layout, scale, hadoop);
  }
}
