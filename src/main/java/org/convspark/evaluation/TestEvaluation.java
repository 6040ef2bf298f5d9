package org.convspark.evaluation;

import java.util.Locale;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The test images of a dataset, checked and ready to score networks on, the same way after training
 * and later.
 */
public final class TestEvaluation implements AutoCloseable {
  private final DatasetInfo info;
  private final DistributedEvaluation evaluation;

  private TestEvaluation(DatasetInfo info, DistributedEvaluation evaluation) {
    this.info = info;
    this.evaluation = evaluation;
  }

  /**
   * Reads all test images of a dataset through, so that what is wrong with them shows before a
   * network is trained.
   *
   * @throws org.convspark.config.InputException if there are none or not as many as the dataset
   *     says, or an id, a shape or a label is wrong
   */
  public static TestEvaluation of(ImageDataset dataset) {
    return of(dataset, Split.TEST);
  }

  /** The same with the images of another split in the place of the test images. */
  public static TestEvaluation of(ImageDataset dataset, Split split) {
    DatasetInfo info = dataset.info();
    info.require(split);
    return new TestEvaluation(
        info, DistributedEvaluation.over(dataset.examples(split), info, info.count(split)));
  }

  /** The metrics of the test images, and the images that a report shows. */
  public record Reviewed(Metrics metrics, ErrorSamples errorSamples) {}

  /** Scores a network and picks images for its report. */
  public Reviewed review(ComputationGraph network) {
    try (ScoredExamples scored = evaluation.score(network)) {
      return new Reviewed(
          scored.metrics(),
          ErrorSamples.pick(evaluation.examples(), info.shape(), scored.predictions()));
    }
  }

  /** Scores a network. */
  public Metrics score(ComputationGraph network) {
    return evaluation.evaluate(network);
  }

  /** Scores a network, and keeps the predictions. */
  public ScoredExamples scored(ComputationGraph network) {
    return evaluation.score(network);
  }

  /** Returns how many minibatches go through the network. */
  public long minibatchCount() {
    return evaluation.minibatchCount();
  }

  /** Lets the executors forget the images. */
  @Override
  public void close() {
    evaluation.close();
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
