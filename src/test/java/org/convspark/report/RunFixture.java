package org.convspark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.evaluation.Calibration;
import org.convspark.evaluation.Calibration.Bin;
import org.convspark.evaluation.ConfusionMatrix;
import org.convspark.evaluation.ErrorSamples;
import org.convspark.evaluation.ErrorSamples.Mistake;
import org.convspark.evaluation.Metrics;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.run.RunMetrics;
import org.convspark.training.EpochResult;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A run of three classes, made up. */
final class RunFixture {
  static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  private RunFixture() {}

  /** Everything a run can have, with validation. */
  static RunData whole(String name, String dataset, double loss) {
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("convnet", new Configuration(false))
                .configure(SHAPE, 3, new NeuralNetConfiguration.Builder().seed(1)));
    network.init();
    ObjectNode provenance = new ObjectMapper().createObjectNode();
    ObjectNode configuration = provenance.putObject("configuration");
    configuration.put("data", dataset).putNull("model");
    configuration.putObject("training").put("epochs", 3).put("workers", 2);
    provenance.putObject("settings").put("data", dataset).put("training.workers", 2);
    provenance.putObject("versions").put("spark", "3.5.9");
    provenance.put("seed", 1).putArray("hosts").add("one").add(dataset);
    List<EpochResult> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= 3; epoch++) {
      epochs.add(
          new EpochResult(
              epoch,
              loss / epoch,
              0.9,
              loss / epoch + 0.1,
              0.95,
              0.001,
              70,
              3500,
              20,
              10,
              49.0,
              7.0,
              3.5,
              10.5,
              List.of(60L, 40L),
              List.of(40.0, 58.0)));
    }
    List<Example> examples = List.of(image(0, 0), image(1, 1), image(2, 2));
    List<Mistake> mistakes =
        List.of(new Mistake(image(40, 2), 1, 0.875f, 2.5), new Mistake(image(8, 1), 0, 0.5f, 0.7));
    return new RunData(
        name,
        metrics(dataset, loss),
        epochs,
        provenance,
        new ObjectMapper().createObjectNode().put("speed_up", 1.87654),
        Optional.of(new ErrorSamples(SHAPE, mistakes, examples)),
        Optional.of(network));
  }

  /** A run whose classes have names. */
  static RunData named(List<String> names) {
    RunData run = whole("named", "animals", 0.5);
    RunMetrics all = run.metrics();
    return new RunData(
        run.name(),
        new RunMetrics(
            all.network(), all.dataset(), all.parameters(), all.metrics(), names, all.training()),
        run.epochs(),
        run.provenance(),
        run.oneWorker(),
        run.errorSamples(),
        run.network());
  }

  /** What an evaluation alone leaves. */
  static RunData bare(String name) {
    RunMetrics all = metrics("mnist", 0.25);
    Metrics metrics =
        new Metrics(0.25, all.metrics().confusion(), List.of(), new Calibration(List.of()));
    return new RunData(
        name,
        new RunMetrics("dense", "mnist", 7, metrics, List.of(), Optional.empty()),
        List.of(),
        new ObjectMapper().missingNode(),
        new ObjectMapper().missingNode(),
        Optional.empty(),
        Optional.empty());
  }

  private static RunMetrics metrics(String dataset, double loss) {
    ConfusionMatrix confusion =
        ConfusionMatrix.of(new long[][] {{1000, 0, 0}, {1, 899, 0}, {0, 17, 83}});
    Calibration calibration =
        new Calibration(
            List.of(
                new Bin(0, 0.5, 0, 0, 0),
                new Bin(0.5, 0.75, 200, 0.7, 0.75),
                new Bin(0.75, 1, 1800, 0.97, 0.96)));
    return new RunMetrics(
        "convnet",
        dataset,
        104_202,
        new Metrics(loss, confusion, List.of(0.991, 1.0), calibration),
        List.of(),
        Optional.of(new RunMetrics.Training(2, 3, 210, 50, 30)));
  }

  private static Example image(long id, int label) {
    byte[] pixels = new byte[SHAPE.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * (label + 1) + id);
    }
    return new Example(id, label, pixels);
  }
}
