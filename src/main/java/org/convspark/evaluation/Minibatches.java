package org.convspark.evaluation;

import java.util.Arrays;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.model.ImageBatch;
import org.convspark.storage.TaskErrors;
import scala.Tuple2;

/**
 * Cuts a dataset into minibatches that depend on its ids alone: the examples in order of id, {@link
 * ImageBatch#SIZE} at a time, the last as short as it comes.
 *
 * <p>Why: in DL4J 1.0.0-M2 a row's output depends in its last bits on the other rows. With OpenBLAS
 * and oneDNN alike, between a tenth and three quarters of a dense or convolutional network's
 * probabilities change when the minibatch goes from 128 to 1, 7, 100 or 256 rows, and some change
 * when the same rows only move within a minibatch of 128. So the same network scores the same bit
 * for bit, in training and afterwards and on any partitioning, only if the minibatches are the
 * same; their size is therefore a constant and not the batch size of training.
 */
final class Minibatches {
  private Minibatches() {}

  /**
   * Returns the minibatches, dealt evenly to at least as many tasks as the cluster runs at once,
   * however few partitions the examples come in.
   *
   * @param examples in any order and number of partitions
   * @param shape of every image
   * @param ids of all examples, in order
   */
  static JavaRDD<ImageBatch> of(
      JavaRDD<Example> examples, ImageShape shape, Broadcast<long[]> ids) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(examples.context());
    int batches = (ids.value().length + ImageBatch.SIZE - 1) / ImageBatch.SIZE;
    int tasks = Math.max(1, Math.min(batches, spark.defaultParallelism()));
    int imageSize = shape.size();
    JavaPairRDD<Integer, Example> keyed =
        examples.mapToPair(
            example -> {
              int place = Arrays.binarySearch(ids.value(), example.id());
              return new Tuple2<>(place / ImageBatch.SIZE, example);
            });
    return keyed.groupByKey(tasks).map(group -> ImageBatch.of(group._2(), imageSize));
  }

  /**
   * Returns the ids of all examples in order, from a job that collects them (8 bytes an example) to
   * the driver.
   *
   * @param name of the dataset, for errors
   * @throws InputException if there aren't {@code expected} examples, or two have one id
   */
  static long[] sortedIds(JavaRDD<Example> examples, String name, long expected) {
    long[] ids;
    try {
      ids = examples.map(Example::id).collect().stream().mapToLong(Long::longValue).toArray();
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
    if (ids.length != expected) {
      throw new InputException(
          "the images of " + name + " to evaluate on",
          ids.length + " of them",
          expected + " by the dataset's description",
          "see whether files are missing, or prepare the dataset again");
    }
    Arrays.sort(ids);
    for (int i = 1; i < ids.length; i++) {
      if (ids[i] == ids[i - 1]) {
        throw new InputException(
            "the images of " + name + " to evaluate on",
            "two with the id " + ids[i],
            "an id of its own for each",
            "correct the ids of the dataset");
      }
    }
    return ids;
  }
}
