package org.convspark.model.onnx;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Translates ND4J's activation functions to ONNX. */
final class OnnxActivations {
  private interface Translator {
    OnnxValue translate(OnnxLayer layer, IActivation function, OnnxValue input);
  }

  /** Exact classes, as all tables here: a subclass may compute something else. */
  private static final Map<Class<?>, Translator> TABLE =
      Map.ofEntries(
          Map.entry(ActivationIdentity.class, (layer, function, input) -> input),
          Map.entry(ActivationReLU.class, OnnxActivations::relu),
          Map.entry(ActivationReLU6.class, clip(0, 6)),
          Map.entry(ActivationHardTanH.class, clip(-1, 1)),
          Map.entry(ActivationSigmoid.class, operator("Sigmoid")),
          Map.entry(ActivationTanH.class, operator("Tanh")),
          Map.entry(ActivationSELU.class, operator("Selu")),
          Map.entry(ActivationSoftPlus.class, operator("Softplus")),
          Map.entry(ActivationSoftSign.class, operator("Softsign")),
          // ONNX's defaults are ND4J's constants: 0.2 x + 0.5.
          Map.entry(ActivationHardSigmoid.class, operator("HardSigmoid")),
          Map.entry(ActivationSoftmax.class, OnnxActivations::softmax),
          Map.entry(ActivationSwish.class, OnnxActivations::swish),
          Map.entry(
              ActivationELU.class,
              (layer, function, input) ->
                  leaky("Elu", layer, ((ActivationELU) function).getAlpha(), input)),
          Map.entry(
              ActivationLReLU.class,
              (layer, function, input) ->
                  leaky("LeakyRelu", layer, ((ActivationLReLU) function).getAlpha(), input)));

  private OnnxActivations() {}

  /** Adds the function, applied to what the layer has computed. */
  static OnnxValue translate(OnnxLayer layer, IActivation function, OnnxValue input) {
    Translator translator = TABLE.get(function.getClass());
    layer.require(
        translator != null,
        "with the activation " + function,
        "one that ONNX " + OnnxModel.OPSET + " has");
    return translator.translate(layer, function, input);
  }

  private static Translator operator(String operator) {
    return (layer, function, input) -> layer.graph().add(layer.name(), operator, input);
  }

  private static Translator clip(float least, float most) {
    return (layer, function, input) -> {
      String min = layer.graph().tensor(layer.name(), "min", new float[] {least});
      String max = layer.graph().tensor(layer.name(), "max", new float[] {most});
      return layer.graph().add(layer.name(), "Clip", input, List.of(min, max));
    };
  }

  private static OnnxValue relu(OnnxLayer layer, IActivation function, OnnxValue input) {
    layer.require(
        function.equals(new ActivationReLU()),
        "with a ReLU that has a threshold, maximum or negative slope",
        "a plain ReLU");
    return layer.graph().add(layer.name(), "Relu", input);
  }

  private static OnnxValue softmax(OnnxLayer layer, IActivation function, OnnxValue input) {
    return layer.graph().add(layer.name(), "Softmax", input, OnnxAttributes.integer("axis", -1));
  }

  private static OnnxValue swish(OnnxLayer layer, IActivation function, OnnxValue input) {
    OnnxValue gate = layer.graph().add(layer.name(), "Sigmoid", input);
    return layer.graph().add(layer.name(), "Mul", input, List.of(gate.name()));
  }

  private static OnnxValue leaky(String operator, OnnxLayer layer, double alpha, OnnxValue input) {
    return layer.graph().add(layer.name(), operator, input, OnnxAttributes.real("alpha", alpha));
  }
}
