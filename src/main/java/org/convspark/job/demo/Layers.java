package org.convspark.job.demo;

import org.convspark.model.FeatureMaps;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * One layer of one map, computed by what computes the networks' layers: a network of that layer and
 * a classifier is built, and the layer's map read as {@link FeatureMaps} reads any.
 */
final class Layers {
  private static final String INPUT = "image";
  private static final String LAYER = "layer";
  private static final String OUTPUT = "classifier";

  private Layers() {}

  /**
   * Convolves an image with one kernel, without bias and activation, as networks do: as a
   * cross-correlation, which doesn't flip the kernel.
   *
   * @param image {@code [row][column]}
   * @param kernel {@code [row][column]}, no larger than the image
   * @param padding {@code Truncate} for Keras's 'valid', {@code Same} for 'same'
   * @return the feature map, {@code [row][column]}
   */
  static float[][] convolve(
      float[][] image, float[][] kernel, int stride, ConvolutionMode padding) {
    ComputationGraph network =
        network(
            image,
            new ConvolutionLayer.Builder(kernel.length, kernel[0].length)
                .nOut(1)
                .stride(stride, stride)
                .convolutionMode(padding)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build());
    network.getLayer(LAYER).setParam(ConvolutionParamInitializer.WEIGHT_KEY, array(kernel));
    return map(network, image);
  }

  /** Takes the maximum of each {@code size x size} window, windows side by side. */
  static float[][] maxPool(float[][] image, int size) {
    return map(
        network(
            image,
            new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(size, size)
                .stride(size, size)
                .convolutionMode(ConvolutionMode.Truncate)
                .build()),
        image);
  }

  private static ComputationGraph network(float[][] image, Layer layer) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .graphBuilder()
                .addInputs(INPUT)
                .setInputTypes(
                    InputType.convolutional(image.length, image[0].length, 1, CNN2DFormat.NCHW))
                .addLayer(LAYER, layer, INPUT)
                .addLayer(
                    OUTPUT,
                    new OutputLayer.Builder(new LossMCXENT())
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    LAYER)
                .setOutputs(OUTPUT)
                .build());
    network.init();
    return network;
  }

  private static float[][] map(ComputationGraph network, float[][] image) {
    return FeatureMaps.of(network, array(image)).get(0).maps()[0];
  }

  /** {@code [1, 1, rows, columns]}. */
  private static INDArray array(float[][] values) {
    INDArray array = Nd4j.create(values);
    return array.reshape('c', 1, 1, array.size(0), array.size(1));
  }
}
