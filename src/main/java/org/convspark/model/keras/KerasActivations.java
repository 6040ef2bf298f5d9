package org.convspark.model.keras;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Keras's activation functions that DL4J has with the same values. */
final class KerasActivations {
  static final String SOFTMAX = "softmax";
  static final String LINEAR = "linear";

  private static final Map<String, IActivation> BY_NAME = new TreeMap<>();

  static {
    BY_NAME.put(LINEAR, new ActivationIdentity());
    BY_NAME.put("relu", new ActivationReLU());
    BY_NAME.put("relu6", new ActivationReLU6());
    BY_NAME.put("tanh", new ActivationTanH());
    BY_NAME.put("sigmoid", new ActivationSigmoid());
    BY_NAME.put("elu", new ActivationELU());
    BY_NAME.put("selu", new ActivationSELU());
    BY_NAME.put("softplus", new ActivationSoftPlus());
    BY_NAME.put("softsign", new ActivationSoftSign());
    BY_NAME.put("swish", new ActivationSwish());
    BY_NAME.put("silu", new ActivationSwish());
  }

  private KerasActivations() {}

  /** Returns the function that is an argument of a layer. */
  static IActivation argument(KerasLayer layer) {
    return named(layer, layer.activation());
  }

  private static IActivation named(KerasLayer layer, String name) {
    IActivation activation = BY_NAME.get(name);
    if (activation == null) {
      throw layer.refuse("the activation " + name, "one of " + String.join(", ", BY_NAME.keySet()));
    }
    return activation;
  }

  /** Returns the function of a layer that is nothing else. */
  static IActivation of(KerasLayer layer) {
    return switch (layer.kind()) {
      case "ReLU" -> relu(layer);
      case "LeakyReLU" ->
          new ActivationLReLU(layer.real("negative_slope", layer.real("alpha", 0.3)));
      case "ELU" -> elu(layer);
      default -> named(layer, layer.activation());
    };
  }

  private static IActivation relu(KerasLayer layer) {
    double most = layer.real("max_value", Double.POSITIVE_INFINITY);
    double slope = layer.real("negative_slope", 0);
    if (layer.real("threshold", 0) == 0 && slope == 0 && Double.isInfinite(most)) {
      return new ActivationReLU();
    }
    if (layer.real("threshold", 0) == 0 && slope == 0 && most == 6) {
      return new ActivationReLU6();
    }
    if (layer.real("threshold", 0) == 0 && Double.isInfinite(most)) {
      return new ActivationLReLU(slope);
    }
    throw layer.refuse("a threshold or maximum", "a maximum of 6 or none, and no threshold");
  }

  private static IActivation elu(KerasLayer layer) {
    return new ActivationELU(layer.real("alpha", 1));
  }
}
