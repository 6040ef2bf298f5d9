package org.convspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class FlatInputTest {
  private static GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder().seed(1).graphBuilder().addInputs("in");
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build();
  }

  private static ComputationGraphConfiguration rows(int size) {
    return builder()
        .addLayer("scale", new ActivationLayer(Activation.IDENTITY), "in")
        .addLayer("hidden", dense(), "scale")
        .addLayer("side", dense(), "in")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "hidden", "side")
        .addLayer("out", output(), "sum")
        .setOutputs("out")
        .setInputTypes(InputType.feedForward(size))
        .build();
  }

  /** Row by row, and channel by channel: as an array in the order of C lies in memory. */
  @Test
  void aNetworkOfRowsSaysTheSameOfTheImage() {
    ComputationGraphConfiguration flat = rows(2 * 3 * 4);
    ComputationGraphConfiguration images = flat.clone();
    FlatInput.flatten(images);
    ComputationGraph before = new ComputationGraph(flat);
    before.init();
    ComputationGraph after = new ComputationGraph(images);
    after.init(before.params(), true);
    INDArray batch = Nd4j.rand(DataType.FLOAT, 6, 2, 3, 4);

    assertThat(after.outputSingle(batch).toFloatMatrix()[5])
        .containsExactly(
            before.outputSingle(batch.dup('c').reshape('c', 6, 24)).toFloatMatrix()[5],
            within(1e-6f));
    assertThat(after.numParams()).isEqualTo(before.numParams());
    new InputCompatibility("mlp.zip", new ImageShape(3, 4, 2), 3).checkBuilt(images);
    assertThatThrownBy(
            () -> new InputCompatibility("mlp.zip", new ImageShape(3, 5, 2), 3).checkBuilt(images))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("mlp.zip: found \"", "with 24 inputs, expected 30 for images of");
  }

  @Test
  void whatIsStillNotBuiltForImagesIsRefused() {
    assertThatThrownBy(
            () ->
                new InputCompatibility("mlp.zip", new ImageShape(3, 4, 2), 3).checkBuilt(rows(24)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("which isn't given what it takes, expected a network built by");
  }

  @Test
  void aNetworkOfImagesStaysAsItIs() {
    for (Architecture architecture : NetworkCatalog.all()) {
      ComputationGraphConfiguration network =
          architecture.configure(
              new ImageShape(224, 224, 1), 10, new NeuralNetConfiguration.Builder());
      String before = network.toJson();
      FlatInput.flatten(network);
      assertThat(network.toJson()).as(architecture.name()).isEqualTo(before);
    }
  }

  /** As an untrusted file may have it. */
  @Test
  @Timeout(20)
  void aCircleEnds() {
    ComputationGraphConfiguration circle = rows(24);
    circle.getVertexInputs().put("scale", java.util.List.of("in", "hidden"));
    circle.getVertexInputs().put("hidden", java.util.List.of("scale", "scale"));
    circle.getVertices().put("hidden", circle.getVertices().get("scale"));

    FlatInput.flatten(circle);
  }
}
