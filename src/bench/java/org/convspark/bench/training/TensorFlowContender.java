package org.convspark.bench.training;

import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.framework.optimizers.RMSProp;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The convnet in TensorFlow for Java, channels-last, cross-entropy, RMSprop as ConvSpark's. */
final class TensorFlowContender implements Contender {
  static final int THREADS = 2;

  private static final String NETWORK = "convnet";
  private static final int CLASSES = 10;
  private static final float LEARNING_RATE = 0.001f;
  private static final float RHO = 0.9f;
  private static final float EPSILON = 1e-7f;

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Placeholder<TFloat32> pixels = placeholder(IdxCopy.SIDE, IdxCopy.SIDE, 1);
  private final Placeholder<TFloat32> labels = placeholder();
  private final Operand<TFloat32> loss;
  private final Op update;
  private long parameters;

  TensorFlowContender() {
    Operand<TFloat32> x = convolution(pixels, 1, 32);
    x = convolution(pooling(x), 32, 64);
    x = convolution(pooling(x), 64, 128);
    x = tf.reshape(x, tf.constant(new int[] {-1, 3 * 3 * 128}));
    x = tf.nn.biasAdd(tf.linalg.matMul(x, weights(3 * 3 * 128, CLASSES)), bias(CLASSES));
    Operand<TFloat32> oneHot =
        tf.oneHot(
            tf.dtypes.cast(labels, TInt32.class),
            tf.constant(CLASSES),
            tf.constant(1f),
            tf.constant(0f));
    loss = tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(x, oneHot).loss(), tf.constant(0));
    update = new RMSProp(graph, LEARNING_RATE, RHO, 0f, EPSILON, false).minimize(loss);
  }

  @Override
  public void train(Assignment assignment, Turns turns) throws Exception {
    if (!assignment.network().equals(NETWORK)) {
      throw new IllegalArgumentException(assignment.network() + ": here is only the " + NETWORK);
    }
    TrainingImages images = TrainingImages.read(assignment.images(), assignment.count());
    ConfigProto config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(THREADS)
            .setInterOpParallelismThreads(THREADS)
            .build();
    try (graph;
        Session session = new Session(graph, config)) {
      session.initialize();
      turns.ready(
          new Ready(
              parameters,
              THREADS,
              LibraryVersions.of(
                  Map.of("tensorflow", TensorFlow.version()),
                  "org.tensorflow/tensorflow-core-api")));
      while (turns.next()) {
        turns.done(images.train((x, classes) -> step(session, x, classes)));
      }
    }
  }

  private float step(Session session, float[] values, float[] classes) {
    Shape shape = Shape.of(classes.length, IdxCopy.SIDE, IdxCopy.SIDE, 1);
    try (TFloat32 x = TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
        TFloat32 y =
            TFloat32.tensorOf(Shape.of(classes.length), DataBuffers.of(classes, true, false));
        Result result =
            session.runner().feed(pixels, x).feed(labels, y).addTarget(update).fetch(loss).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  private Placeholder<TFloat32> placeholder(long... imageShape) {
    long[] shape = new long[imageShape.length + 1];
    shape[0] = Shape.UNKNOWN_SIZE;
    System.arraycopy(imageShape, 0, shape, 1, imageShape.length);
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
  }

  /** 'Valid', 3x3, then ReLU. */
  private Operand<TFloat32> convolution(Operand<TFloat32> x, int channels, int filters) {
    Operand<TFloat32> y =
        tf.nn.conv2d(x, weights(3, 3, channels, filters), List.of(1L, 1L, 1L, 1L), "VALID");
    return tf.nn.relu(tf.nn.biasAdd(y, bias(filters)));
  }

  private Operand<TFloat32> pooling(Operand<TFloat32> x) {
    Operand<TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
    return tf.nn.maxPool(x, window, window, "VALID");
  }

  /** Glorot's: uniform within the root of 6 / (fan-in + fan-out). */
  private Variable<TFloat32> weights(int... shape) {
    int inputs = shape[shape.length - 2];
    int outputs = shape[shape.length - 1];
    int area = size(shape) / (inputs * outputs);
    float limit = (float) Math.sqrt(6.0 / (area * (inputs + outputs)));
    Operand<TFloat32> uniform = tf.random.randomUniform(tf.constant(shape), TFloat32.class);
    return variable(
        tf.math.sub(tf.math.mul(uniform, tf.constant(2 * limit)), tf.constant(limit)), shape);
  }

  private Variable<TFloat32> bias(int units) {
    return variable(tf.zeros(tf.constant(new int[] {units}), TFloat32.class), units);
  }

  private Variable<TFloat32> variable(Operand<TFloat32> initial, int... shape) {
    parameters += size(shape);
    return tf.variable(initial);
  }

  private static int size(int... shape) {
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return size;
  }
}
