package org.convspark.network.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.Networks;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class NetworkTextTest {
  private static final ImageShape MNIST = new ImageShape(28, 28, 1);

  private static final String CONVNET =
      """
      # The lecture's.
      input 28x28x1
      conv 32 3x3 relu
      maxpool 2
      conv 64 3x3 relu
      maxpool 2
      conv 128 3x3 relu
      flatten
      dense 10 softmax
      """;

  private static ComputationGraphConfiguration network(String text, Map<String, String> values) {
    return NetworkText.parse("net.txt", text, values).configure(MNIST, 10, Networks.base());
  }

  private static ComputationGraphConfiguration network(String text) {
    return network(text, Map.of());
  }

  private static ComputationGraphConfiguration catalog(String name) {
    return NetworkCatalog.find(name, Networks.HADOOP).configure(MNIST, 10, Networks.base());
  }

  @Test
  void theLecturesConvnetIsTheCatalogs() {
    assertThat(network(CONVNET).toJson()).isEqualTo(catalog("convnet").toJson());
  }

  static Stream<String> names() {
    return NetworkCatalog.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNetworkOfTheCatalogIsItselfAfterAWayThroughText(String name) {
    for (ImageShape shape : List.of(MNIST, new ImageShape(32, 40, 3))) {
      ComputationGraphConfiguration network =
          NetworkCatalog.find(name, Networks.HADOOP).configure(shape, 7, Networks.base());

      String text = TextWriter.text(name, network, shape, Networks.base());

      assertThat(
              NetworkText.parse(name, text, Map.of()).configure(shape, 7, Networks.base()).toJson())
          .as(text)
          .isEqualTo(network.toJson());
      assertThat(text).startsWith("input " + shape.height() + "x").endsWith("dense 7 softmax\n");
    }
  }

  @Test
  void blanksCommentsAndEndsOfLinesMakeNoDifference() {
    String other =
        "\uFEFF"
            + CONVNET
                .replace("conv 32 3x3 relu", "\t conv  32\t3 relu  # thirty-two")
                .replace("\n", " \r\n\r\n");

    assertThat(network(other).toJson()).isEqualTo(network(CONVNET).toJson());
  }

  @Test
  void sizesAreInferredAndBranchesNamed() {
    ComputationGraphConfiguration network =
        network(
            """
            stem: conv 8 3 padding=same
            a: conv 8 1 relu bias=no
            from stem
            b: conv 8 5x3 stride=1 padding=same tanh
            add a b
            from stem
            c: avgpool 3 stride=1 padding=same
            concat add c
            batchnorm
            sigmoid
            globalmaxpool
            dropout 0.25
            dense 5
            dense classes softmax
            """);

    assertThat(network.getVertexInputs().get("add")).containsExactly("a", "b");
    assertThat(network.getVertexInputs().get("concatenate")).containsExactly("add", "c");
    assertThat(network.getNetworkOutputs()).containsExactly("dense_1");
    LayerVertex dense = (LayerVertex) network.getVertices().get("dense");
    assertThat(((DenseLayer) dense.getLayerConf().getLayer()).getNIn()).isEqualTo(16);
    LayerVertex b = (LayerVertex) network.getVertices().get("b");
    assertThat(((ConvolutionLayer) b.getLayerConf().getLayer()).getKernelSize())
        .containsExactly(5, 3);
  }

  @Test
  void parametersHaveValuesOrDefaults() {
    String text = "dense ${units:512} relu\ndense classes softmax\n";

    assertThat(network(text).toJson()).isEqualTo(catalog("dense").toJson());
    assertThat(network(text, Map.of("units", "512")).toJson()).isEqualTo(network(text).toJson());
    assertThat(network(text, Map.of("units", "256")).toJson()).isNotEqualTo(network(text).toJson());
    assertThatThrownBy(() -> network(text, Map.of("unit", "256")))
        .isInstanceOf(UsageException.class)
        .hasMessage("net.unit: net.txt has no such parameter; did you mean units?");
    assertThatThrownBy(() -> network(text, Map.of("units", "2 relu")))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> network("dense ${units}\ndense classes softmax"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "net.txt:1: found the parameter units without a value, expected one;"
                + " add --set net.units=VALUE, or write ${units:VALUE}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convv 32 3           | 1 | the layer convv | did you mean conv?",
        "conv                 | 1 | conv without filters | with filters",
        "conv x 3             | 1 | filters x | a whole number",
        "conv 0 3             | 1 | filters 0 | 1 to 1000000",
        "conv 99999999999 3   | 1 | filters 99999999999 | a whole number",
        "conv 9999999 3       | 1 | filters 9999999 | 1 to 1000000",
        "conv 8 3x            | 1 | kernel 3x | two as in 3x5",
        "conv 8 3 rellu       | 1 | the activation rellu | did you mean relu?",
        "conv 8 3 relu tanh   | 1 | tanh after conv | the end of the line",
        "conv 8 3 strides=2   | 1 | strides= after conv | a setting that conv has",
        "conv 8 3 padding=sme | 1 | padding sme | one of valid, same",
        "conv 8 3 bias=no bias=no | 1 | bias= twice | once",
        "conv 8 2 stride=3 padding=same | 1 | smaller than its stride | padding=valid",
        "conv 8 29            | 1 | larger than its maps | padding=same",
        "maxpool 2;maxpool 2;maxpool 2;maxpool 2;maxpool 2 | 5 | larger than its maps | same",
        "dense 8;conv 8 3     | 2 | conv after dense, a row of 8 | feature maps",
        "dense 8;flatten      | 2 | flatten after dense, a row of 8 | feature maps",
        "flatten;conv 8 3     | 2 | conv after flatten | dense between them",
        "flatten;batchnorm    | 2 | batchnorm after flatten | dense between them",
        "flatten;dropout 0.5;maxpool 2 | 3 | maxpool after flatten | dense between them",
        "a: conv 4 3;flatten;b: relu;concat a b | 4 | concat after flatten | dense between them",
        "flatten;flatten      | 2 | flatten after flatten | dense between them",
        "f: flatten           | 1 | a name before flatten | without one",
        "a: relu;add a a      | 2 | add with a twice | it once",
        "zeropad 1000000      | 1 | zeropad to 2000028x2000028x1 | at most 100000000 values",
        "conv 1000000 1       | 1 | conv to 28x28x1000000 | at most 100000000 values",
        "dropout 1            | 1 | rate 1 | 0 to below 1",
        "input 28x28          | 1 | input 28x28 | HEIGHTxWIDTHxCHANNELS",
        "input 32x32x3        | 1 | images of 32x32x3 | 28x28x1",
        "relu;input 28x28x1   | 2 | input after other lines | it first",
        "from nothing         | 1 | the layer nothing | one of input",
        "from input input     | 1 | from with 2 layers | add or concat",
        "add input            | 1 | add of 1 layers | at least 2",
        "a: conv 4 3;from input;b: conv 4 5;add a b | 4 | a of 26x26x4 and b of 24x24x4 | same size",
        "a: conv 4 3;from input;b: conv 4 5;concat a b | 4 | a of 26x26x4 and b of 24x24x4 | height",
        "a: relu;a: relu      | 2 | a second layer a | no layer has yet",
        "input: relu          | 1 | a second layer input | no layer has yet",
        "relu;activation: tanh | 2 | a second layer activation | no layer has yet",
        "2a: relu             | 1 | the name 2a | a letter",
        "a:                   | 1 | nothing after a: | a layer",
        "relu;from input      | 1 | a layer activation that none takes | another takes",
        "init he_norm         | 1 | the initializer he_norm | did you mean he_normal",
        "$units               | 1 | a $ that begins no parameter | ${name}",
        "dense 9 softmax;relu | 2 | relu after softmax | nothing more"
      })
  void aWrongLineIsNamedByItsNumber(String lines, int number, String found, String expected) {
    String text = lines.replace(";", "\n") + "\ndense classes softmax\n";

    assertThatThrownBy(() -> network(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("net.txt:" + number + ": found ")
        .hasMessageContaining(found)
        .hasMessageContaining(expected);
  }

  @Test
  void theClassesMustBeTheDatas() {
    assertThatThrownBy(() -> network("flatten\n\ndense 9 softmax"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "net.txt:3: found 9 units for 10 classes, expected dense classes softmax");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n# nothing\n", "conv 8 3\n", "dense 10\n"})
  void theLastLineGivesProbabilities(String text) {
    assertThatThrownBy(() -> network(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dense classes softmax as the last line");
  }

  @Test
  void aTextOfAnyLengthIsBounded() {
    assertThatThrownBy(() -> network("relu\n".repeat(100_000) + "dense classes softmax"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("net.txt:2001: found more than 2000 lines");
    assertThatThrownBy(() -> network("dense 1000000\ndense 1000000\ndense classes softmax"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 100000000 parameters");
    assertThatThrownBy(() -> network("x".repeat(1_000_000)))
        .isInstanceOf(InputException.class)
        .message()
        .hasSizeLessThan(1000);
  }

  @Test
  void anErrorIsShortHoweverLongTheWord() {
    String word = "9".repeat(1_000_000);
    for (String line : List.of("input " + word, "conv 8 3 " + word + "=1 " + word + "=1")) {
      assertThatThrownBy(() -> network(line + "\ndense classes softmax"))
          .isInstanceOf(InputException.class)
          .message()
          .hasSizeLessThan(1000);
    }
  }

  @Test
  void aRowMayBeDroppedAndActivated() {
    assertThat(network("conv 4 3\nflatten\ndropout 0.5\nrelu\ndense 8\ndense classes softmax\n"))
        .isEqualTo(network("conv 4 3\ndropout 0.5\nrelu\ndense 8\ndense classes softmax\n"));
  }

  @Test
  void aTextSaysWhatItTakes() {
    NetworkText own = NetworkText.parse("net.txt", "input 32x40x3\ndense 7 softmax", Map.of());
    NetworkText any = NetworkText.parse("net.txt", "dense classes softmax", Map.of());

    assertThat(own.shape()).contains(new ImageShape(32, 40, 3));
    assertThat(own.classes()).hasValue(7);
    assertThat(any.shape()).isEmpty();
    assertThat(any.classes()).isEmpty();
  }

  /** Of a network from elsewhere the user has seen no line of text. */
  @ParameterizedTest
  @CsvSource({
    "in, dense, the input in",
    "input, block1/conv, the layer block1/conv",
    "input, a#b, the layer a#b",
    "input, my conv, the layer my conv",
    "input, a${x}, the layer a${x}"
  })
  void namesThatTheNotationDoesNotHaveAreSaidWithoutALine(String in, String name, String found) {
    ComputationGraphConfiguration network =
        Networks.base()
            .graphBuilder()
            .addInputs(in)
            .setInputTypes(org.deeplearning4j.nn.conf.inputs.InputType.convolutional(28, 28, 1))
            .addLayer(
                name,
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(10)
                    .activation(Activation.SOFTMAX)
                    .build(),
                in)
            .setOutputs(name)
            .build();

    assertThatThrownBy(() -> TextWriter.text("file:mine.json", network, MNIST, Networks.base()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("file:mine.json: found " + found + ", expected ")
        .hasMessageEndingWith("; print it with --as json");
  }

  @Test
  void whatTheNotationDoesNotHaveIsNotWritten() {
    var graph =
        Networks.base()
            .graphBuilder()
            .addInputs(Architecture.INPUT)
            .setInputTypes(org.deeplearning4j.nn.conf.inputs.InputType.convolutional(28, 28, 1));
    ComputationGraphConfiguration normalized =
        graph
            .addLayer("norm", new LocalResponseNormalization.Builder().build(), "input")
            .addLayer(
                "dense",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(10)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "norm")
            .setOutputs("dense")
            .build();

    assertThatThrownBy(() -> TextWriter.text("mine", normalized, MNIST, Networks.base()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mine: found the layer norm")
        .hasMessageContaining("--as json");
  }

  /** Words that leave a setting out must not be written for a layer that has it. */
  @Test
  void nothingIsLeftOutWithoutAWord() {
    ComputationGraphConfiguration leaky = catalog("convnet");
    LayerVertex vertex = (LayerVertex) leaky.getVertices().get("conv2d_1");
    ConvolutionLayer layer = (ConvolutionLayer) vertex.getLayerConf().getLayer();
    layer.setDilation(new int[] {2, 2});
    assertThatThrownBy(() -> TextWriter.text("mine", leaky, MNIST, Networks.base()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the layer conv2d_1");
    assertThat(layer.getActivationFn()).isEqualTo(new ActivationReLU());
  }
}
