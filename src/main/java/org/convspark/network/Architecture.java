package org.convspark.network;

import java.util.Optional;
import java.util.OptionalInt;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * A network's layers, for images of any shape that is large enough and any number of classes.
 *
 * <p>Every configuration has one input, {@value #INPUT}, float32 {@code [n, channels, height,
 * width]}, and one output, softmax probabilities {@code [n, classes]} under cross-entropy with
 * one-hot labels. Layers are named as Keras names them.
 */
public interface Architecture {
  /** Name of the only input of every network. */
  String INPUT = "input";

  /** Returns the name that the catalog knows the network by, such as {@code convnet}. */
  String name();

  /** Returns one line for a list: what the network is and where it comes from. */
  String description();

  /** Returns the smallest height and width of images that the network takes. */
  int smallestSide();

  /** Returns the only images that the network takes, where it says so itself. */
  default Optional<ImageShape> shape() {
    return Optional.empty();
  }

  /** Returns the only number of classes that the network has, where it says so itself. */
  default OptionalInt classes() {
    return OptionalInt.empty();
  }

  /**
   * Builds the network as a graph. All weights follow from the seed of {@code base}: two graphs
   * made from equal arguments start from equal parameters.
   *
   * @param shape shape of one image
   * @param classes number of classes, at least 2
   * @param base seed, updater, weight initialisation and regularisation of all layers; not changed.
   *     A network whose paper asks for another initialisation sets its own
   * @throws org.convspark.config.UsageException if the images are smaller than {@link
   *     #smallestSide()} or there are fewer than two classes
   */
  ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base);

  /** Returns the parameters that training starts from, where they don't follow from the seed. */
  default Optional<InitialParameters> initial() {
    return Optional.empty();
  }
}
