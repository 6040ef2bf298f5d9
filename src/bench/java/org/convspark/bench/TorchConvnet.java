package org.convspark.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The convnet in PyTorch, through DJL, with the parameters of DL4J's. */
final class TorchConvnet implements AutoCloseable {
  private static final String[] CONVOLUTIONS = {"conv2d", "conv2d_1", "conv2d_2"};
  private static final Shape TWO = new Shape(2, 2);

  private final NDManager manager;
  private final NDArray[] kernels = new NDArray[CONVOLUTIONS.length];
  private final NDArray[] biases = new NDArray[CONVOLUTIONS.length];
  private final NDArray weight;
  private final NDArray bias;

  TorchConvnet(ComputationGraph graph) {
    // One thread, as a task has; read when the engine starts.
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    manager = NDManager.newBaseManager("PyTorch");
    for (int i = 0; i < CONVOLUTIONS.length; i++) {
      kernels[i] = copy(graph.getLayer(CONVOLUTIONS[i]).getParam("W"));
      biases[i] = copy(graph.getLayer(CONVOLUTIONS[i]).getParam("b")).flatten();
    }
    weight = copy(graph.getLayer("dense").getParam("W").transpose());
    bias = copy(graph.getLayer("dense").getParam("b")).flatten();
  }

  private NDArray copy(INDArray array) {
    return manager.create(array.dup('c').data().asFloat(), new Shape(array.shape()));
  }

  /**
   * @param values {@code [n, 1, side, side]}
   * @return probabilities, {@code [n, classes]}, one after another
   */
  float[] probabilities(float[] values, int n, int side) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.create(values, new Shape(n, 1, side, side));
      x = pooled(Activation.relu(convolved(x, 0)));
      x = pooled(Activation.relu(convolved(x, 1)));
      x = Activation.relu(convolved(x, 2)).reshape(n, -1);
      return Linear.linear(x, weight, bias).singletonOrThrow().softmax(1).toFloatArray();
    }
  }

  private NDArray convolved(NDArray x, int i) {
    return Conv2d.conv2d(x, kernels[i], biases[i]).singletonOrThrow();
  }

  private static NDArray pooled(NDArray x) {
    return Pool.maxPool2d(x, TWO, TWO, new Shape(0, 0), false);
  }

  @Override
  public void close() {
    manager.close();
  }
}
