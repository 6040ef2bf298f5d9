package org.convspark.network.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.HostileJson;
import org.convspark.network.Networks;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class NetworkFileTest {
  private static final AtomicBoolean LOADED = new AtomicBoolean();

  @TempDir Path directory;

  /** A class that tells when something loads it. */
  static final class Hostile extends ActivationLayer {
    private static final long serialVersionUID = 1L;

    static {
      LOADED.set(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "convnet", "vgg-11", "googlenet", "resnet-20"})
  void readsWhatToJsonWrites(String name) throws IOException {
    ComputationGraphConfiguration conf = Networks.configure(name, Networks.MNIST, 10);
    assertThat(read(conf.toJson()).toJson()).isEqualTo(conf.toJson());
  }

  @Test
  void readsANetworkThatHasBeenInitialised() throws IOException {
    ComputationGraph graph =
        new ComputationGraph(Networks.configure("resnet-20", Networks.MNIST, 10));
    graph.init();
    ComputationGraph again = new ComputationGraph(read(graph.getConfiguration().toJson()));
    again.init();
    assertThat(again.params()).isEqualTo(graph.params());
  }

  @Test
  void findsTheFileThroughItsOwnFileSystem() throws IOException {
    Path file = write(Networks.configure("convnet", Networks.MNIST, 10).toJson());
    for (String name : new String[] {"file:" + file, "file:" + file.toUri(), file.toUri() + ""}) {
      assertThat(NetworkCatalog.find(name, Networks.HADOOP).name()).isEqualTo(name);
    }
  }

  /** It goes with the command, or lies where every machine has it. */
  @Test
  void aDriverInTheClusterFindsTheUsersFile() throws IOException {
    String json = Networks.configure("convnet", Networks.MNIST, 10).toJson();
    String name = "file:" + directory.relativize(write(json));
    Configuration hadoop = new Configuration(false);
    hadoop.set("convspark.submit.directory", directory.toString());
    assertThat(NetworkCatalog.find(name, hadoop).name()).isEqualTo(name);

    hadoop.set("convspark.submit.directory", "/nowhere");
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(json.getBytes(UTF_8));
    }
    Base64.Encoder base64 = Base64.getEncoder();
    hadoop.set(
        "convspark.submit.file.2",
        base64.encodeToString(name.getBytes(UTF_8))
            + ":"
            + base64.encodeToString(zipped.toByteArray()));
    assertThat(
            NetworkCatalog.find(name, hadoop)
                .configure(Networks.MNIST, 10, Networks.base())
                .toJson())
        .isEqualTo(json);
  }

  @Test
  void seedAndUpdaterAreTheTrainings() throws IOException {
    String json =
        NetworkCatalog.find("convnet", Networks.HADOOP)
            .configure(Networks.MNIST, 10, Networks.base().seed(1).updater(new Sgd(0.5)))
            .toJson();
    Architecture network = NetworkCatalog.find("file:" + write(json), Networks.HADOOP);
    ComputationGraphConfiguration conf =
        network.configure(Networks.MNIST, 10, Networks.base().seed(9).updater(new Adam(0.1)));
    assertThat(conf.getDefaultConfiguration().getSeed()).isEqualTo(9);
    assertThat(conf.toJson()).contains("config.Adam").doesNotContain("config.Sgd");
  }

  @Test
  void fillsInSizesThatTheFileLeavesOpen() throws IOException {
    GraphBuilder graph = small(3, CNN2DFormat.NCHW);
    ComputationGraph network = new ComputationGraph(read(graph.build().toJson()));
    network.init();
    assertThat(network.numParams()).isEqualTo(4 * 9 + 4 + 4 * 26 * 26 * 3 + 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "not json"})
  void whatDoesNotBeginAsJsonIsTakenForText(String text) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> read("file:" + file, Networks.MNIST, 10))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("file:" + file + ":1: found ");
  }

  @Test
  void aTextHasParametersAndJsonHasNone() throws IOException {
    Path text = write("dense ${units:8} relu\ndense classes softmax");
    Map<String, String> units = Map.of("units", "16");
    assertThat(
            NetworkCatalog.find("file:" + text, units, Networks.HADOOP)
                .configure(Networks.MNIST, 10, Networks.base())
                .toJson())
        .contains("\"nout\" : 16");
    for (String other : List.of("convnet", "file:" + write("{}"))) {
      assertThatThrownBy(() -> NetworkCatalog.find(other, units, Networks.HADOOP))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("net.units: ")
          .hasMessageContaining("has no parameters");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"vertices\":{}}", "{\"vertices\":[1,2]}", "{}"})
  void damagedJsonIsOneClearLine(String json) throws IOException {
    Path file = write(json);
    assertThatThrownBy(() -> read("file:" + file, Networks.MNIST, 10))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("file:" + file + ": found ")
        .hasMessageContaining("expected a ComputationGraphConfiguration")
        .hasMessageNotContaining("\n");
  }

  @Test
  void cutOffJsonIsRefused() throws IOException {
    String json = Networks.configure("convnet", Networks.MNIST, 10).toJson();
    assertRefused(json.substring(0, json.length() / 2), "JSON that");
  }

  @Test
  void foreignClassesAreRefusedBeforeTheyAreLoaded() throws IOException {
    String json = Networks.configure("convnet", Networks.MNIST, 10).toJson();
    String hostile = getClass().getName() + "$Hostile";
    String layer = "org.deeplearning4j.nn.conf.layers.ConvolutionLayer";
    assertThat(json).contains(layer);
    assertRefused(json.replace(layer, hostile), "the class " + hostile);
    String escaped = hostile.replace("convspark", "conv\\u0073park");
    assertRefused(json.replace(layer, escaped), "the class " + hostile);
    assertThat(LOADED).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"@class\":\"javax.swing.JEditorPane\",\"page\":\"http://example.org\"}",
        "{\"type\":\"java.lang.ProcessBuilder\"}",
        "{\"\\u0040class\":\"com.sun.rowset.JdbcRowSetImpl\"}",
        "[\"com.sun.rowset.JdbcRowSetImpl\",{\"autoCommit\":true}]",
        "[\"Foreign\",{}]",
        "[[\"Foreign\",[]]]",
        "{\"@class\":\"org.deeplearning4j.nn.conf.layers.DenseLayer<java.io.File>\"}",
        "{\"@class\":\"Foreign\"}"
      })
  void foreignClassesAreRefusedWhereverTheyStand(String value) throws IOException {
    assertRefused("{\"vertices\":{\"conv2d\":" + value + "}}", "the class ");
    assertRefused("{\"defaultConfiguration\":{\"layer\":" + value + "}}", "the class ");
  }

  @ParameterizedTest
  @MethodSource("org.convspark.network.HostileJson#values")
  void noWayToNameAClassHasItLoaded(String value) throws IOException {
    String json = Networks.configure("convnet", Networks.MNIST, 10).toJson();
    for (String field : List.of("layerConf", "activationFn", "iupdater", "weightInitFn")) {
      String hostile = json.replaceFirst("\"" + field + "\"", "\"" + field + "\":@,$0");
      assertThat(hostile).isNotEqualTo(json);
      assertRefused(hostile.replace("@,", value + ","), "the class ");
    }
    HostileJson.assertNothingLoaded();
  }

  @Test
  void constraintsNameTheirParameters() throws IOException {
    GraphBuilder graph =
        Networks.base()
            .constrainWeights(new MaxNormConstraint(2, Set.of("W"), 1))
            .graphBuilder()
            .addInputs("input")
            .addLayer("probabilities", output(10), "input")
            .setOutputs("probabilities")
            .setInputTypes(InputType.convolutional(28, 28, 1));
    assertThat(read(graph.build().toJson()).toJson()).contains("\"params\" : [ \"W\" ]");
  }

  @Test
  void layersMayHaveDotsInTheirNames() throws IOException {
    String json = small(10, CNN2DFormat.NCHW).build().toJson().replace("\"conv\"", "\"a.conv\"");
    assertThat(read(json).getVertices()).containsKey("a.conv");
  }

  @Test
  void deepNestingIsRefusedWithoutOverflowingTheStack() throws IOException {
    assertRefused("{\"a\":" + "[".repeat(1_000_000), "nested deeper than 64 levels");
  }

  @Test
  void hugeFilesAreRefused() throws IOException {
    byte[] spaces = new byte[NetworkFile.MAX_BYTES + 1];
    Arrays.fill(spaces, (byte) ' ');
    Path file = directory.resolve("huge.json");
    Files.write(file, spaces);
    assertThatThrownBy(() -> NetworkCatalog.find("file:" + file, Networks.HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 16777216 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "file:/no/such.json", "file:nosuch://host/x", "file:a b:c"})
  void missingFilesAreInputErrors(String name) {
    assertThatThrownBy(() -> NetworkCatalog.find(name, Networks.HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(name + ": found ");
  }

  @Test
  void wrongShapeIsRefused() throws IOException {
    String json = Networks.configure("convnet", Networks.MNIST, 10).toJson();
    assertRefused(
        json, new ImageShape(28, 28, 3), 10, "\"conv2d\" with 1 inputs, expected 3 for images of");
    assertRefused(json, new ImageShape(32, 32, 1), 10, "\"dense\" with 1152 inputs, expected 2048");
    assertRefused(json, new ImageShape(8, 8, 1), 10, "with a window larger than its maps");
    // As many values after flattening, in another arrangement.
    String flat = Networks.configure("dense", new ImageShape(28, 28, 1), 10).toJson();
    assertRefused(flat, new ImageShape(14, 56, 1), 10, "flattening [28, 28, 1]");
  }

  @Test
  void wrongNumberOfClassesIsRefused() throws IOException {
    String json = Networks.configure("convnet", Networks.MNIST, 10).toJson();
    assertRefused(json, Networks.MNIST, 7, "an output layer \"dense\" of 10 units, expected 7");
  }

  @Test
  void nhwcIsRefused() throws IOException {
    assertRefused(small(10, CNN2DFormat.NHWC).build().toJson(), "NHWC");
  }

  @Test
  void anOutputWithoutLossIsRefused() throws IOException {
    GraphBuilder graph =
        Networks.base()
            .graphBuilder()
            .addInputs("input")
            .setOutputs("conv")
            .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(4).build(), "input");
    assertRefused(graph.build().toJson(), "no loss in \"conv\"");
  }

  @Test
  void twoInputsAreRefused() throws IOException {
    GraphBuilder graph =
        small(10, CNN2DFormat.NCHW)
            .addInputs("other")
            .addLayer("more", output(10), "other")
            .setOutputs("probabilities", "more");
    assertRefused(graph.build().toJson(), "[input, other] as inputs");
  }

  private static GraphBuilder small(int classes, CNN2DFormat format) {
    return Networks.base()
        .graphBuilder()
        .addInputs("input")
        .addLayer(
            "conv",
            new ConvolutionLayer.Builder(3, 3)
                .nOut(4)
                .dataFormat(format)
                .activation(Activation.RELU)
                .build(),
            "input")
        .addLayer("probabilities", output(classes), "conv")
        .setOutputs("probabilities");
  }

  private static OutputLayer output(int classes) {
    return new OutputLayer.Builder(new LossMCXENT())
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private Path write(String json) throws IOException {
    return Files.writeString(directory.resolve("network.json"), json);
  }

  private ComputationGraphConfiguration read(String json) throws IOException {
    int classes = json.contains("\"nout\" : 3,") ? 3 : 10;
    return read("file:" + write(json), Networks.MNIST, classes);
  }

  private static ComputationGraphConfiguration read(String name, ImageShape shape, int classes) {
    return NetworkCatalog.find(name, Networks.HADOOP).configure(shape, classes, Networks.base());
  }

  private void assertRefused(String json, String found) throws IOException {
    assertRefused(json, Networks.MNIST, 10, found);
  }

  private void assertRefused(String json, ImageShape shape, int classes, String found)
      throws IOException {
    String name = "file:" + write(json);
    assertThatThrownBy(() -> read(name, shape, classes))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(name + ": found ")
        .hasMessageContaining(found)
        .hasMessageNotContaining("\n");
  }
}
