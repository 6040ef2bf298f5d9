package org.convspark.ml;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.evaluation.TestEvaluation;
import org.convspark.network.Architecture;
import org.convspark.report.RunFiles;
import org.convspark.run.Provenance;
import org.convspark.run.RunDirectory;
import org.convspark.run.RunMetrics;
import org.convspark.run.TrainingRun;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fit that writes a run directory, as the command train does. Its metrics are of the test images,
 * else of the validation images; where there are neither, it has no metrics and no report.
 */
record RecordedFit(
    RunDirectory run, Architecture architecture, ImageDataset dataset, Provenance provenance) {
  private static final Logger LOG = LoggerFactory.getLogger(ConvSparkClassifier.class);

  ComputationGraph train(TrainingRun training, int workers) throws IOException {
    DatasetInfo info = dataset.info();
    Optional<Split> judged =
        Stream.of(Split.TEST, Split.VALIDATION).filter(each -> info.count(each) > 0).findFirst();
    if (judged.isEmpty()) {
      LOG.warn(
          "No images to evaluate on: {} will have no metrics.json and no report.html; set testSplit"
              + " or validationIndicatorCol",
          run.target());
      ComputationGraph trained = training.train(architecture, dataset);
      RunFiles.writeModel(run, trained, architecture.name(), info, provenance);
      RunFiles.writeProvenance(run, provenance);
      return finished(trained);
    }
    try (TestEvaluation test = TestEvaluation.of(dataset, judged.get())) {
      ComputationGraph trained = training.train(architecture, dataset);
      TestEvaluation.Reviewed review = test.review(trained);
      RunMetrics result =
          new RunMetrics(
              architecture.name(),
              info.name(),
              trained.numParams(),
              review.metrics(),
              info.classNames(),
              Optional.of(RunMetrics.Training.of(workers, training.epochs())));
      RunFiles.write(run, trained, info, result, review.errorSamples(), provenance);
      RunFiles.report(run, trained);
      return finished(trained);
    }
  }

  private ComputationGraph finished(ComputationGraph trained) throws IOException {
    RunFiles.badImages(run, dataset.badImages());
    run.complete();
    return trained;
  }
}
