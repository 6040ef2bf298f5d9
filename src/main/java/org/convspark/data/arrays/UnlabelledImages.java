package org.convspark.data.arrays;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.DataConfig;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.PixelLayout;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ElementType;

/**
 * An array of images alone, to predict.
 *
 * @param shape of each image
 * @param count number of images
 * @param examples without labels; ids are places in the array
 * @param remarks lines for people: what was assumed
 */
public record UnlabelledImages(
    ImageShape shape, long count, JavaRDD<Example> examples, List<String> remarks) {
  /**
   * Opens an array. Where its type alone doesn't tell what its values mean, it is read through.
   *
   * @param config whose shape of pixels is used where the array doesn't tell it
   * @throws org.convspark.config.InputException if it can't be images
   */
  public static UnlabelledImages open(
      JavaSparkContext spark, ArrayFile array, DataConfig config, ModelInput model) {
    ImageLayout layout =
        ImageLayout.of(array, PixelLayout.parse(config.shape()), Optional.of(model.shape()));
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    ArrayImages images =
        array.header().element() == ElementType.UINT8
            ? new ArrayImages(layout.pixels(), PixelScale.AS_IS, layout.remark().stream().toList())
            : ArrayImages.of(array, layout, scanned(spark, array, hadoop));
    return new UnlabelledImages(
        images.layout().shape(),
        array.header().count(),
        images.examples(spark, new ArrayPair(array, null), hadoop),
        images.remarks());
  }

  private static Map<ArrayFile, PixelStatistics> scanned(
      JavaSparkContext spark, ArrayFile array, Broadcast<SerializableConfiguration> hadoop) {
    return Map.of(array, ArrayScan.of(spark, List.of(array), hadoop).get(array).pixels());
  }
}
