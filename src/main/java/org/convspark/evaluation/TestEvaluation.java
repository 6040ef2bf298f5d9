package org.convspark.evaluation;

import java.util.Locale;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Scores a network on a dataset's test images, the same way after training and later. */
public final class TestEvaluation {
  private TestEvaluation() {}

  public static Metrics ofTestSplit(ImageDataset dataset, ComputationGraph network) {
    try (DistributedEvaluation evaluation = open(dataset)) {
      return evaluation.evaluate(network);
    }
  }

  /** The metrics of the test images, and the images that a report shows. */
  public record Reviewed(Metrics metrics, ErrorSamples errorSamples) {}

  public static Reviewed review(ImageDataset dataset, ComputationGraph network) {
    try (DistributedEvaluation evaluation = open(dataset);
        ScoredExamples scored = evaluation.score(network)) {
      return new Reviewed(
          scored.metrics(),
          ErrorSamples.pick(evaluation.examples(), dataset.info().shape(), scored.predictions()));
    }
  }

  private static DistributedEvaluation open(ImageDataset dataset) {
    DatasetInfo info = dataset.info();
    return DistributedEvaluation.over(
        dataset.examples(Split.TEST), info.shape(), info.classes(), info.count(Split.TEST));
  }

  /** Returns the result in one line. */
  public static String line(String dataset, Metrics metrics) {
    return String.format(
        Locale.ROOT,
        "Test accuracy on %s: %.4f (%d of %d)  loss: %.4f",
        dataset,
        metrics.accuracy(),
        metrics.confusion().correct(),
        metrics.examples(),
        metrics.loss());
  }
}
