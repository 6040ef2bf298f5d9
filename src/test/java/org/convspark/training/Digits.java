package org.convspark.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.convspark.LocalSpark;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.shards.Shards;
import org.convspark.data.synthetic.SyntheticDigits;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A few drawn digits, and a network small enough to train on them in a moment. */
final class Digits {
  static final ImageShape SHAPE = new ImageShape(28, 28, 1);
  static final int CLASSES = 10;

  /** Shape of the {@link #small} digits, large enough for every network. */
  static final ImageShape SMALL = new ImageShape(18, 18, 1);

  /** What a dataset of them says. */
  static final DatasetInfo INFO =
      new DatasetInfo(
          "digits",
          SHAPE,
          CLASSES,
          Map.of(
              Split.TRAIN,
              Collections.nCopies(CLASSES, 1L),
              Split.TEST,
              Collections.nCopies(CLASSES, 1L)),
          Map.of());

  private Digits() {}

  static Shards shards(int examples, int workers) {
    return deal(drawn(Split.TRAIN, examples), SHAPE, workers);
  }

  /**
   * Digits that count differently.
   *
   * @param weight of an example, by its id
   */
  static Shards weightedShards(int examples, int workers, LongToDoubleFunction weight) {
    return deal(
        drawn(Split.TRAIN, examples).stream()
            .map(example -> example.weighted((float) weight.applyAsDouble(example.id())))
            .toList(),
        SHAPE,
        workers);
  }

  /** {@link #small Small digits} of a few classes, for networks that take long. */
  static Shards smallShards(int classes, int examples, int workers) {
    return deal(small(Split.TRAIN, classes, examples), SMALL, workers);
  }

  private static Shards deal(List<Example> digits, ImageShape shape, int workers) {
    return Shards.deal(LocalSpark.context().parallelize(digits, 3), shape, workers, 1);
  }

  static List<Example> drawn(Split split, int examples) {
    List<Example> digits = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      digits.add(
          new Example(i, SyntheticDigits.label(1, split, i), SyntheticDigits.draw(1, split, i)));
    }
    return digits;
  }

  /**
   * Digits at half the size.
   *
   * @param classes the digits 0 to {@code classes - 1} are drawn, and no others
   */
  static List<Example> small(Split split, int classes, int examples) {
    return LongStream.iterate(0, id -> id + 1)
        .filter(id -> SyntheticDigits.label(1, split, id) < classes)
        .limit(examples)
        .mapToObj(
            id ->
                new Example(
                    id,
                    SyntheticDigits.label(1, split, id),
                    halved(SyntheticDigits.draw(1, split, id))))
        .toList();
  }

  /** The mean of every 2x2 pixels, with two rows or columns of background on each side. */
  private static byte[] halved(byte[] image) {
    byte[] half = new byte[SMALL.size()];
    for (int row = 0; row < 14; row++) {
      for (int column = 0; column < 14; column++) {
        int at = 2 * row * 28 + 2 * column;
        int sum =
            (image[at] & 0xff)
                + (image[at + 1] & 0xff)
                + (image[at + 28] & 0xff)
                + (image[at + 29] & 0xff);
        half[(row + 2) * SMALL.width() + column + 2] = (byte) (sum / 4);
      }
    }
    return half;
  }

  /**
   * The share of digits that a network classifies rightly.
   *
   * @param shape of the digits' images
   */
  static double accuracy(ComputationGraph network, List<Example> digits, ImageShape shape) {
    INDArray images = Nd4j.create(DataType.FLOAT, digits.size(), 1, shape.height(), shape.width());
    for (int i = 0; i < digits.size(); i++) {
      byte[] image = digits.get(i).image();
      for (int p = 0; p < image.length; p++) {
        images.putScalar((long) i * image.length + p, (image[p] & 0xff) / 255f);
      }
    }
    int[] found = network.outputSingle(images).argMax(1).toIntVector();
    long right =
        IntStream.range(0, found.length).filter(i -> found[i] == digits.get(i).label()).count();
    return right / (double) found.length;
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
