package org.convspark.evaluation;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.convspark.data.Example;
import org.convspark.data.ExecutorMemory;
import org.convspark.data.ImageShape;
import org.convspark.model.Prediction;
import scala.Tuple2;

/**
 * Images to look at after training: where the network goes wrong most, and one of each class.
 *
 * @param shape of every image
 * @param mistakes the wrong predictions of the greatest loss, that first
 * @param examples the first image of each class, in order of class
 */
public record ErrorSamples(ImageShape shape, List<Mistake> mistakes, List<Example> examples) {
  /** How many mistakes are kept where images are small. */
  public static final int MOST_MISTAKES = 50;

  /** Bytes of all images together: where they are large, fewer mistakes are kept. */
  private static final int MOST_BYTES = 1 << 20;

  /**
   * A wrong prediction.
   *
   * @param example the image and what it is
   * @param predicted the class it was taken for
   * @param confidence the probability of that class
   * @param loss minus the logarithm of its own class's probability, in nats, at most {@code
   *     -log(1e-7)}
   */
  public record Mistake(Example example, int predicted, float confidence, double loss) {}

  public ErrorSamples {
    mistakes = List.copyOf(mistakes);
    examples = List.copyOf(examples);
  }

  /**
   * Picks the samples. The executors sort their own predictions; only what is picked, and an id a
   * class, comes to the driver.
   *
   * @param examples the test images, with unique ids
   * @param predictions what the network says of the same images
   */
  public static ErrorSamples pick(
      JavaRDD<Example> examples, ImageShape shape, JavaRDD<Prediction> predictions) {
    int most = Math.max(1, Math.min(MOST_MISTAKES, MOST_BYTES / shape.size()));
    List<Prediction> worst =
        predictions
            .filter(prediction -> prediction.predicted() != prediction.label())
            .takeOrdered(most, new WorstFirst());
    Map<Integer, Long> first =
        examples
            .mapToPair(example -> new Tuple2<>(example.label(), example.id()))
            .reduceByKey(Math::min)
            .collectAsMap();

    Set<Long> ids = worst.stream().map(Prediction::id).collect(Collectors.toSet());
    ids.addAll(first.values());
    Map<Long, Example> images = images(examples, ids);
    return new ErrorSamples(
        shape,
        worst.stream().map(prediction -> mistake(prediction, images)).toList(),
        first.values().stream()
            .map(images::get)
            .sorted(Comparator.comparingInt(Example::label))
            .toList());
  }

  private static Map<Long, Example> images(JavaRDD<Example> examples, Set<Long> ids) {
    Broadcast<Set<Long>> wanted =
        JavaSparkContext.fromSparkContext(examples.context()).broadcast(new HashSet<>(ids));
    try {
      return examples.filter(example -> wanted.value().contains(example.id())).collect().stream()
          .collect(Collectors.toMap(Example::id, Function.identity()));
    } finally {
      ExecutorMemory.free(wanted);
    }
  }

  private static Mistake mistake(Prediction prediction, Map<Long, Example> images) {
    return new Mistake(
        images.get(prediction.id()),
        prediction.predicted(),
        prediction.confidence(),
        prediction.loss());
  }

  /** The least probability for its own class first; of equal ones the lower id. */
  private static final class WorstFirst implements Comparator<Prediction>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Prediction a, Prediction b) {
      int byLoss = Float.compare(a.probabilities()[a.label()], b.probabilities()[b.label()]);
      return byLoss != 0 ? byLoss : Long.compare(a.id(), b.id());
    }
  }
}
