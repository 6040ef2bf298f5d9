package org.convspark.network.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** What Keras's words mean in DL4J. */
final class Words {
  static final String SOFTMAX = "softmax";
  static final String CLASSES = "classes";
  static final String LINEAR = "linear";
  static final String VALID = "valid";
  static final String SAME = "same";
  static final String DEFAULT_INITIALIZER = "glorot_uniform";

  static final Map<String, Activation> ACTIVATIONS = new LinkedHashMap<>();
  static final Map<String, ConvolutionMode> PADDINGS = new LinkedHashMap<>();
  static final Map<String, Boolean> YES_OR_NO = new LinkedHashMap<>();

  /** By Keras's name; the default is whatever the training sets, and has no entry. */
  static final Map<String, WeightInit> INITIALIZERS = new LinkedHashMap<>();

  static {
    ACTIVATIONS.put("relu", Activation.RELU);
    ACTIVATIONS.put("tanh", Activation.TANH);
    ACTIVATIONS.put("sigmoid", Activation.SIGMOID);
    ACTIVATIONS.put(LINEAR, Activation.IDENTITY);
    ACTIVATIONS.put("elu", Activation.ELU);
    ACTIVATIONS.put("selu", Activation.SELU);
    ACTIVATIONS.put("softplus", Activation.SOFTPLUS);
    ACTIVATIONS.put("softsign", Activation.SOFTSIGN);
    ACTIVATIONS.put("swish", Activation.SWISH);
    ACTIVATIONS.put("gelu", Activation.GELU);
    PADDINGS.put(VALID, ConvolutionMode.Truncate);
    PADDINGS.put(SAME, ConvolutionMode.Same);
    YES_OR_NO.put("yes", true);
    YES_OR_NO.put("no", false);
    INITIALIZERS.put("glorot_normal", WeightInit.XAVIER);
    INITIALIZERS.put("he_normal", WeightInit.RELU);
    INITIALIZERS.put("he_uniform", WeightInit.RELU_UNIFORM);
    INITIALIZERS.put("lecun_normal", WeightInit.LECUN_NORMAL);
    INITIALIZERS.put("lecun_uniform", WeightInit.LECUN_UNIFORM);
  }

  private Words() {}
}
