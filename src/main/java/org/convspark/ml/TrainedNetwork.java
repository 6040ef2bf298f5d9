package org.convspark.ml;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.model.ModelOrigin;
import org.convspark.model.NetworkSnapshot;
import org.convspark.model.Predictor;
import org.convspark.model.SavedModel;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What a model is, besides its params. */
final class TrainedNetwork {
  private final ComputationGraph graph;
  private final ModelInput input;
  private final byte[] origin;
  private final Optional<ConvSparkTrainingSummary> summary;
  private Predictor predictor;

  private TrainedNetwork(
      ComputationGraph graph,
      ModelInput input,
      byte[] origin,
      Optional<ConvSparkTrainingSummary> summary) {
    this.graph = graph;
    this.input = input;
    this.origin = origin;
    this.summary = summary;
  }

  /** Returns what was trained just now. */
  static TrainedNetwork of(
      ComputationGraph graph, String name, DatasetInfo info, ConvSparkTrainingSummary summary) {
    return new TrainedNetwork(
        graph,
        new ModelInput(info.shape(), info.labels(), info.preprocessing()),
        ModelOrigin.json(name, info),
        Optional.of(summary));
  }

  /**
   * Returns what was read from a file.
   *
   * @param input what it takes
   */
  static TrainedNetwork of(
      SavedModel saved, ModelInput input, Optional<ConvSparkTrainingSummary> summary) {
    int classes = input.classNames().size();
    DatasetInfo info =
        new DatasetInfo(
            saved.origin().dataset().orElse("unknown"),
            input.shape(),
            classes,
            // How many images there were isn't known any more.
            Map.of(Split.TRAIN, Collections.nCopies(classes, 0L)),
            Map.of(),
            input.hasNamedClasses() ? input.classNames() : List.of(),
            input.preprocessing());
    return new TrainedNetwork(saved.graph(), input, ModelOrigin.json(saved.name(), info), summary);
  }

  ComputationGraph graph() {
    return graph;
  }

  ModelInput input() {
    return input;
  }

  /** Returns what its file says of where it comes from. */
  byte[] origin() {
    return origin;
  }

  Optional<ConvSparkTrainingSummary> summary() {
    return summary;
  }

  /** Returns the probabilities for one image in this JVM. */
  synchronized float[] probabilities(byte[] pixels) {
    if (predictor == null) {
      predictor =
          new Predictor(
              NetworkSnapshot.of(graph), input.shape(), input.preprocessing().standardization());
    }
    return predictor.probabilities(pixels, 1)[0];
  }
}
