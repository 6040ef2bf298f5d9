package org.convspark.training;

import java.util.ArrayList;
import java.util.List;
import org.convspark.LocalSpark;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.Shards;
import org.convspark.data.Split;
import org.convspark.data.SyntheticDigits;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A few drawn digits, and a network small enough to train on them in a moment. */
final class Digits {
  static final ImageShape SHAPE = new ImageShape(28, 28, 1);
  static final int CLASSES = 10;

  private Digits() {}

  static Shards shards(int examples, int workers) {
    List<Example> digits = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      digits.add(
          new Example(
              i,
              SyntheticDigits.label(1, Split.TRAIN, i),
              SyntheticDigits.draw(1, Split.TRAIN, i)));
    }
    return Shards.deal(LocalSpark.context().parallelize(digits, 3), SHAPE, workers, 1);
  }

  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.graphBuilder()
        .addInputs("input")
        .setInputTypes(InputType.convolutional(28, 28, 1))
        .addLayer(
            "conv",
            new ConvolutionLayer.Builder(5, 5)
                .stride(3, 3)
                .nOut(4)
                .activation(Activation.RELU)
                .build(),
            "input")
        .addLayer(
            "dense", new DenseLayer.Builder().nOut(16).activation(Activation.TANH).build(), "conv")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "dense")
        .setOutputs("output")
        .build();
  }
}
