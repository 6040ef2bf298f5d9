package org.convspark.report;

import java.util.List;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.evaluation.ErrorSamples;
import org.convspark.evaluation.ErrorSamples.Mistake;
import org.convspark.model.ModelOrigin;
import org.convspark.network.summary.NetworkSummary;
import org.convspark.run.Provenance;
import org.convspark.run.RunMetrics;
import org.convspark.training.EpochResult;

/**
 * What the report shows of one run alone.
 *
 * @param letter what tables and charts call it where there are several; empty where it is alone
 * @param name of the run
 * @param colour of its lines, 0 to {@link Chart#COLOURS} - 1
 * @param correct number of test images classified right, as text
 * @param errors number of test images classified wrongly, as text
 * @param confusion matrix and scores
 * @param reliability the calibration, null where it isn't known
 * @param mistakes the worst mistakes, null where they aren't known
 * @param epochs a row for each epoch
 * @param time where the training time went, null where it isn't known
 * @param summary the network's table of layers; empty where the model isn't there
 * @param kernels of the first convolution, if any
 * @param features of the layers, if any
 */
record RunSection(
    String letter,
    String name,
    int colour,
    String correct,
    String errors,
    ConfusionTable confusion,
    Reliability reliability,
    List<MistakeFigure> mistakes,
    List<EpochRow> epochs,
    TimeSpent time,
    String summary,
    List<FeatureSheet> kernels,
    List<FeatureSheet> features) {

  /** A wrong prediction and its picture. */
  record MistakeFigure(
      Picture picture, String label, String predicted, String confidence, long id) {}

  /** An epoch's line of the history, as text; empty where an epoch has no such value. */
  record EpochRow(
      int epoch,
      String loss,
      String accuracy,
      String valLoss,
      String valAccuracy,
      String learningRate,
      String time,
      String rate) {}

  static RunSection of(RunData run, int index, boolean alone) {
    long correct = run.metrics().metrics().confusion().correct();
    int colour = index % Chart.COLOURS;
    return new RunSection(
        alone ? "" : Report.letter(index),
        run.name(),
        colour,
        Text.count(correct),
        Text.count(run.metrics().metrics().examples() - correct),
        ConfusionTable.of(run.metrics()),
        Reliability.of(run, colour),
        run.errorSamples().map(samples -> mistakes(samples, run.metrics())).orElse(null),
        run.epochs().stream().map(RunSection::row).toList(),
        TimeSpent.of(run),
        summary(run),
        run.network().map(FeatureSheet::kernels).orElse(List.of()),
        features(run));
  }

  private static List<MistakeFigure> mistakes(ErrorSamples errorSamples, RunMetrics run) {
    return errorSamples.mistakes().stream()
        .map(mistake -> figure(mistake, errorSamples.shape(), run))
        .toList();
  }

  private static MistakeFigure figure(Mistake mistake, ImageShape shape, RunMetrics run) {
    String label = run.className(mistake.example().label());
    String predicted = run.className(mistake.predicted());
    String confidence = Text.percent(mistake.confidence());
    String alt =
        "test image " + mistake.example().id() + ", a " + label + " taken for a " + predicted;
    return new MistakeFigure(
        Picture.of(mistake.example(), shape, alt),
        label,
        predicted,
        confidence,
        mistake.example().id());
  }

  private static EpochRow row(EpochResult epoch) {
    return new EpochRow(
        epoch.epoch(),
        Text.fixed(epoch.loss()),
        Text.fixed(epoch.accuracy()),
        epoch.valLoss() == null ? "" : Text.fixed(epoch.valLoss()),
        epoch.valAccuracy() == null ? "" : Text.fixed(epoch.valAccuracy()),
        Text.rate(epoch.learningRate()),
        Text.duration(epoch.seconds()),
        Text.count(epoch.imagesPerSecond()));
  }

  /** Returns whether any epoch was validated, so that the table needs the columns. */
  public boolean validated() {
    return epochs.stream().anyMatch(epoch -> !epoch.valLoss().isEmpty());
  }

  private static String summary(RunData run) {
    if (run.network().isEmpty() || run.errorSamples().isEmpty()) {
      return "";
    }
    return NetworkSummary.of(
            run.metrics().network(),
            run.network().get().getConfiguration(),
            run.errorSamples().get().shape())
        .toString();
  }

  private static List<FeatureSheet> features(RunData run) {
    if (run.network().isEmpty() || run.errorSamples().isEmpty()) {
      return List.of();
    }
    ErrorSamples errorSamples = run.errorSamples().get();
    Standardization standardization =
        ModelOrigin.input(run.provenance().path(Provenance.DATASET))
            .map(input -> input.preprocessing().standardization())
            .orElse(Standardization.NONE);
    return FeatureSheet.maps(
        run.network().get(), errorSamples.examples(), errorSamples.shape(), standardization);
  }
}
