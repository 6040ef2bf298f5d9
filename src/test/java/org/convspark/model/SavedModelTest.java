package org.convspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.network.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavedModelTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path directory;

  private SavedModel saved(String network, ImageShape shape, int classes) throws Exception {
    ComputationGraph graph =
        new ComputationGraph(
            NetworkCatalog.find(network, HADOOP)
                .configure(shape, classes, new NeuralNetConfiguration.Builder()));
    graph.init();
    Path file = directory.resolve(network + ".zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelFile.write(graph, out);
    }
    return SavedModel.open(file.toString(), HADOOP);
  }

  private static DatasetInfo dataset(ImageShape shape, int classes) {
    List<Long> counts = Collections.nCopies(classes, 1L);
    return new DatasetInfo(
        "letters", shape, classes, Map.of(Split.TRAIN, counts, Split.TEST, counts), Map.of());
  }

  @Test
  void findsTheShapeAndClassesThatAModelIsFor() throws Exception {
    SavedModel convnet = saved("convnet", new ImageShape(28, 28, 1), 10);
    assertThat(convnet.name()).isEqualTo("convnet");
    assertThat(convnet.shape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(convnet.classes()).isEqualTo(10);

    assertThat(saved("dense", new ImageShape(20, 30, 1), 7).shape())
        .isEqualTo(new ImageShape(20, 30, 1));
    assertThat(saved("lenet-5", new ImageShape(32, 32, 3), 10).shape())
        .isEqualTo(new ImageShape(32, 32, 3));
    assertThat(saved("convnet", new ImageShape(64, 64, 3), 5).shape().channels()).isEqualTo(3);
  }

  @Test
  void refusesADatasetOfOtherImagesOrClasses() throws Exception {
    SavedModel model = saved("convnet", new ImageShape(28, 28, 1), 10);

    assertThatCode(() -> model.requireFit(dataset(new ImageShape(28, 28, 1), 10)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> model.requireFit(dataset(new ImageShape(28, 28, 1), 26)))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "convnet.zip: found a model for 10 classes, expected 26 as letters has;"
                + " choose another model or other data");
    assertThatThrownBy(() -> model.requireFit(dataset(new ImageShape(28, 28, 3), 10)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("convnet.zip: found");
    assertThatThrownBy(() -> model.requireFit(dataset(new ImageShape(40, 40, 1), 10)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("40x40");
  }

  private void provenance(String sha256) throws IOException {
    Files.writeString(
        directory.resolve("run.json"),
        """
        {"configuration": {"network": "mine"}, "model_sha256": "%s",
         "dataset": {"name": "letters", "height": 29, "width": 29, "channels": 1}}
        """
            .formatted(sha256));
  }

  /** 28x28 or 29x29: convnet's poolings drop the remainder. */
  @Test
  void whatRunJsonSaysIsBelievedOfThisVeryFileOnly() throws Exception {
    SavedModel alone = saved("convnet", new ImageShape(28, 28, 1), 10);
    provenance("0".repeat(64));
    SavedModel other = SavedModel.open(alone.file().uri(), HADOOP);
    assertThat(other.name()).isEqualTo("convnet");
    assertThat(other.shape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(other.origin().properties()).containsOnlyKeys("model_sha256");
    assertThatCode(() -> other.requireFit(dataset(new ImageShape(29, 29, 1), 10)))
        .doesNotThrowAnyException();

    provenance(alone.sha256());
    SavedModel model = SavedModel.open(alone.file().uri(), HADOOP);
    assertThat(model.name()).isEqualTo("mine");
    assertThat(model.shape()).isEqualTo(new ImageShape(29, 29, 1));
    assertThatThrownBy(() -> model.requireFit(dataset(new ImageShape(28, 28, 1), 10)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a model for images of 29x29x1, expected 28x28x1 as letters");
  }

  @Test
  void aMissingModelIsSaidToBe() {
    assertThatThrownBy(() -> SavedModel.open(directory.resolve("none").toString(), HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found nothing, expected a model.zip or a run directory");
    assertThatThrownBy(() -> SavedModel.open(directory.toString(), HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.zip: found nothing");
  }
}
