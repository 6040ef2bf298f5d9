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
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Fit;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
      ModelFile.write(graph, Optional.empty(), out);
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
    assertThat(convnet.classes()).isEqualTo(10);

    assertThat(saved("dense", new ImageShape(20, 30, 1), 7).input(Optional.empty()).shape())
        .isEqualTo(new ImageShape(20, 30, 1));
  }

  /** convnet's poolings drop remainders. */
  @Test
  void aShapeThatCannotBeToldIsAskedFor() throws Exception {
    SavedModel convnet = saved("convnet", new ImageShape(28, 28, 1), 10);

    assertThatThrownBy(() -> convnet.input(Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("doesn't say the size of its images, 26x26x1 to 29x29x1 fit")
        .hasMessageContaining("--image-shape HEIGHTxWIDTHx1");
    ImageShape told = new ImageShape(29, 27, 1);
    assertThat(convnet.input(Optional.of(told)))
        .isEqualTo(new ModelInput(told, convnet.classNames(), Preprocessing.plain(Colour.GREY)));
    assertThat(convnet.classNames()).hasSize(10).startsWith("0", "1");
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
    assertThat(other.origin().input()).isEmpty();
    assertThat(other.origin().properties()).containsOnlyKeys("model_sha256");
    assertThatCode(() -> other.requireFit(dataset(new ImageShape(29, 29, 1), 10)))
        .doesNotThrowAnyException();

    provenance(alone.sha256());
    SavedModel model = SavedModel.open(alone.file().uri(), HADOOP);
    assertThat(model.name()).isEqualTo("mine");
    assertThat(model.input(Optional.empty()).shape()).isEqualTo(new ImageShape(29, 29, 1));
    assertThatThrownBy(() -> model.requireFit(dataset(new ImageShape(28, 28, 1), 10)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a model for images of 29x29x1, expected 28x28x1 as letters");
  }

  /** A dataset of letters whose images were brought to the network in their own way. */
  private static DatasetInfo letters(List<String> names, Preprocessing preprocessing) {
    return new DatasetInfo(
        "letters",
        new ImageShape(28, 28, 1),
        3,
        Map.of(Split.TRAIN, List.of(1L, 1L, 1L)),
        Map.of(),
        names,
        preprocessing);
  }

  private SavedModel savedWith(DatasetInfo trainedOn) throws Exception {
    SavedModel bare = saved("dense", trainedOn.shape(), trainedOn.classes());
    Path file = directory.resolve("model.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelFile.write(bare.graph(), Optional.of(ModelOrigin.json("mine", trainedOn)), out);
    }
    return SavedModel.open(file.toString(), HADOOP);
  }

  @Test
  void aModelsFileSaysItselfWhatItTakes() throws Exception {
    Preprocessing steps =
        new Preprocessing(
            true, Colour.GREY, Manner.MNIST_PICTURES, Fit.PAD, false, List.of(.5f), List.of(2f));
    DatasetInfo letters = letters(List.of("a", "b", "c"), steps);

    SavedModel model = savedWith(letters);

    assertThat(model.name()).isEqualTo("mine");
    assertThat(model.classNames()).containsExactly("a", "b", "c");
    assertThat(model.input(Optional.empty()))
        .isEqualTo(new ModelInput(letters.shape(), letters.classNames(), steps));
    // What it says is not for the user to change.
    assertThat(model.input(Optional.of(new ImageShape(5, 5, 1))).shape())
        .isEqualTo(letters.shape());
    // Nor for a run.json that lies beside it by chance.
    provenance(model.sha256());
    assertThat(SavedModel.open(model.file().uri(), HADOOP).name()).isEqualTo("mine");
  }

  @Test
  void classesWithoutNamesAreCalledByTheirNumbers() throws Exception {
    SavedModel model = savedWith(letters(List.of(), Preprocessing.plain(Colour.GREY)));

    assertThat(model.input(Optional.empty()).classNames()).containsExactly("0", "1", "2");
    assertThat(model.input(Optional.empty()).hasNamedClasses()).isFalse();
  }

  static Stream<Arguments> edited() {
    return Stream.of(
        Arguments.of("\"classes\": 2, \"class_names\": [\"a\", \"b\"]", true),
        Arguments.of("\"classes\": 3, \"class_names\": [\"a\", \"b\", \"c\", \"d\"]", true),
        Arguments.of("\"class_names\": 7", true),
        Arguments.of("\"class_names\": [null, {}, [1]]", true),
        Arguments.of("\"preprocessing\": {\"colour\": \"grey\"}", false),
        Arguments.of(
            "\"preprocessing\": {\"transpose\": false, \"colour\": \"rgb\", \"manner\": \"plain\","
                + " \"fit\": \"exact\", \"invert\": false, \"mean\": [], \"deviation\": []}",
            false),
        Arguments.of("\"sha256\": {\"x\": {}}", true));
  }

  /** What doesn't go with the network, or can't be read, is as if it weren't there. */
  @ParameterizedTest
  @MethodSource("edited")
  void whatSomebodyEditedIsNotBelieved(String more, boolean shapeBelieved) throws Exception {
    SavedModel alone = saved("dense", new ImageShape(28, 28, 1), 3);
    Files.writeString(
        directory.resolve("run.json"),
        """
        {"model_sha256": "%s",
         "dataset": {"name": "letters", "height": 28, "width": 28, "channels": 1, %s}}
        """
            .formatted(alone.sha256(), more));

    SavedModel model = SavedModel.open(alone.file().uri(), HADOOP);

    assertThat(model.origin().input().isPresent()).isEqualTo(shapeBelieved);
    ModelInput input = model.input(Optional.empty());
    assertThat(input.classNames()).hasSize(3);
    assertThat(input.preprocessing()).isEqualTo(Preprocessing.plain(Colour.GREY));
  }

  /** Runs of earlier versions don't say how pictures become digits; MNIST's are known. */
  @Test
  void anEarlierRunOnMnistTakesPicturesInItsManner() throws Exception {
    SavedModel alone = saved("dense", new ImageShape(28, 28, 1), 10);
    Files.writeString(
        directory.resolve("run.json"),
        """
        {"model_sha256": "%s",
         "dataset": {"name": "mnist", "height": 28, "width": 28, "channels": 1, "classes": 10,
          "sha256": {"train-images-idx3-ubyte":
           "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"}}}
        """
            .formatted(alone.sha256()));

    assertThat(SavedModel.open(alone.file().uri(), HADOOP).input(Optional.empty()).preprocessing())
        .isEqualTo(Preprocessing.plain(Colour.GREY).with(Manner.MNIST_PICTURES));
  }

  @Test
  void whatAModelTakesThatDoesNotSayIsAskedFor() throws Exception {
    ModelInput bare = saved("dense", new ImageShape(28, 28, 1), 3).input(Optional.empty());

    assertThat(bare.asked(Optional.empty())).isEqualTo(bare);
    Preprocessing asked = bare.asked(Optional.of("mnist,mean=.5,deviation=2")).preprocessing();
    assertThat(asked.manner()).isEqualTo(Manner.MNIST);
    assertThat(asked.mean()).containsExactly(.5f);
    assertThatThrownBy(() -> bare.asked(Optional.of("mean=1/1/1,deviation=1/1/1")))
        .isInstanceOf(UsageException.class);
  }

  /** Native code would say so, in its own words and in the middle of predicting. */
  @Test
  void aWindowThatCannotBeIsRefused() throws Exception {
    ImageShape shape = new ImageShape(28, 28, 1);
    ComputationGraph graph = saved("lenet-1", shape, 10).graph();
    graph.getConfiguration().getVertices().values().stream()
        .filter(LayerVertex.class::isInstance)
        .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
        .filter(SubsamplingLayer.class::isInstance)
        .forEach(layer -> ((SubsamplingLayer) layer).setDilation(new int[] {0, 1}));
    Path file = directory.resolve("edited.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelFile.write(graph, Optional.empty(), out);
    }
    SavedModel edited = SavedModel.open(file.toString(), HADOOP);

    assertThatThrownBy(() -> edited.input(Optional.of(shape)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("with a kernel, stride or dilation below 1, expected 1 and more");
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

  @Test
  void aRunThatIsNotFinishedIsNoModel() throws Exception {
    Path file = Path.of(saved("lenet-1", new ImageShape(28, 28, 1), 10).file().path().toUri());
    Path model = Files.move(file, directory.resolve("model.zip"));

    assertThatThrownBy(() -> SavedModel.open(directory.toString(), HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessage(
            directory
                + ": found no _SUCCESS in it, so it isn't finished or wasn't copied whole,"
                + " expected a finished directory; wait for it, or give its model.zip itself");
    assertThat(SavedModel.open(model.toString(), HADOOP).classes()).isEqualTo(10);
    Files.createFile(directory.resolve("_SUCCESS"));
    assertThat(SavedModel.open(directory.toString(), HADOOP).classes()).isEqualTo(10);
  }
}
