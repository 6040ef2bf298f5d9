package org.convspark.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.ParameterCount;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Makes a DL4J graph of a Keras model, layer by layer, with the same names. Arrays are turned from
 * Keras's order, channels last, to DL4J's.
 */
final class KerasGraph {
  /** Of training alone; in prediction they do nothing. */
  private static final Set<String> INACTIVE =
      Set.of(
          "SpatialDropout2D",
          "GaussianDropout",
          "GaussianNoise",
          "AlphaDropout",
          "ActivityRegularization",
          "RandomFlip",
          "RandomRotation",
          "RandomTranslation",
          "RandomZoom",
          "RandomContrast",
          "RandomBrightness");

  private static final int MOST_VALUES = 100_000_000;

  private final KerasConfig config;
  private final KerasWeights weights;
  private final ImageShape shape;
  private final GraphBuilder graph;
  private final KerasLayer head;
  private final Map<String, Flow> flows = new HashMap<>();
  private final List<Consumer<ComputationGraph>> copies = new ArrayList<>();
  private final Set<String> remarks = new LinkedHashSet<>();
  private PixelScale scale = PixelScale.NONE;

  KerasGraph(KerasConfig config, KerasWeights weights, ImageShape shape) {
    this.config = config;
    this.weights = weights;
    this.shape = shape;
    this.graph =
        new NeuralNetConfiguration.Builder()
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .graphBuilder()
            .addInputs(Architecture.INPUT)
            .setInputTypes(
                InputType.convolutional(shape.height(), shape.width(), shape.channels()));
    this.head = head();
  }

  /** Returns what was decided or left out, in lines for people. */
  Set<String> remarks() {
    return remarks;
  }

  /** Returns what a Rescaling layer does to pixels. */
  PixelScale scale() {
    return scale;
  }

  /** The layer that gives the classes: the last, or the one before a softmax of its own. */
  private KerasLayer head() {
    KerasLayer last = config.layers().get(config.output());
    boolean own =
        last.kind().equals("Softmax")
            || last.kind().equals("Activation")
                && last.activation().equals(KerasActivations.SOFTMAX);
    KerasLayer dense = own ? config.layers().get(last.input()) : last;
    String after = dense.kind().equals("Dense") ? dense.activation() : "";
    boolean fits =
        own ? after.equals(KerasActivations.LINEAR) : after.equals(KerasActivations.SOFTMAX);
    if (!fits && !own && after.equals(KerasActivations.LINEAR)) {
      remarks.add("The last layer, " + dense.name() + ", gives logits: softmax is put after it");
      fits = true;
    }
    if (!fits || dense.number("units") < 2) {
      throw last.refuse(
          "which the model ends", "a Dense layer with softmax at the end, a unit for each class");
    }
    return dense;
  }

  /**
   * Returns the network with its weights.
   *
   * @throws InputException if a layer isn't known, or its weights don't fit it
   */
  ComputationGraph build() {
    for (KerasLayer layer : config.layers().values()) {
      if (!flows.containsKey(head.name())) {
        Flow made = flow(layer);
        if ((double) made.height() * made.width() * made.channels() > MOST_VALUES) {
          throw layer.refuse("more than " + MOST_VALUES + " values for an image", "fewer");
        }
        flows.put(layer.name(), made);
      }
    }
    ComputationGraphConfiguration network = graph.setOutputs(head.name()).build();
    ParameterCount.of(head.where(), network);
    ComputationGraph built = new ComputationGraph(network);
    built.init();
    copies.forEach(copy -> copy.accept(built));
    for (float value : built.params().toFloatVector()) {
      if (!Float.isFinite(value)) {
        throw new InputException(
            head.where(), "weights that aren't finite numbers", "finite ones", "train it anew");
      }
    }
    return built;
  }

  private Flow flow(KerasLayer layer) {
    return switch (layer.kind()) {
      case "InputLayer" -> {
        Flow images =
            Flow.maps(Architecture.INPUT, shape.height(), shape.width(), shape.channels());
        yield config.shape().length == 1 ? images.flat(true) : images;
      }
      case "Rescaling" -> rescaling(layer);
      case "Conv2D", "Convolution2D" -> convolution(layer);
      case "MaxPooling2D" -> pooling(layer, PoolingType.MAX);
      case "AveragePooling2D" -> pooling(layer, PoolingType.AVG);
      case "GlobalMaxPooling2D" -> globalPooling(layer, PoolingType.MAX);
      case "GlobalAveragePooling2D" -> globalPooling(layer, PoolingType.AVG);
      case "ZeroPadding2D" -> zeroPadding(layer);
      case "BatchNormalization" -> batchNormalization(layer);
      case "Dense" -> dense(layer);
      case "Dropout" -> {
        Flow from = input(layer);
        double rate = layer.real("rate", 0);
        if (rate <= 0 || rate >= 1) {
          yield from;
        }
        add(layer, new DropoutLayer.Builder(1 - rate).build(), from);
        yield from.at(layer.name());
      }
      case "Activation", "ReLU", "LeakyReLU", "ELU" -> {
        Flow from = input(layer);
        add(layer, new ActivationLayer(KerasActivations.of(layer)), from);
        yield from.at(layer.name());
      }
      case "Flatten" -> flatten(layer);
      case "Reshape" -> reshape(layer);
      case "Add" -> sum(layer);
      case "Concatenate" -> concatenation(layer);
      default -> {
        if (!INACTIVE.contains(layer.kind())) {
          throw layer.refuse("", "layers that this program has (src/docs/keras.md)");
        }
        remarks.add(
            layer.name() + ", a " + layer.kind() + ", is left out: it does nothing in prediction");
        yield input(layer);
      }
    };
  }

  private Flow input(KerasLayer layer) {
    return flows.get(layer.input());
  }

  private Flow maps(KerasLayer layer) {
    Flow from = input(layer);
    if (from.row()) {
      throw layer.refuse("a row of values as its input", "feature maps");
    }
    return from;
  }

  private void add(KerasLayer layer, Layer made, Flow from) {
    graph.addLayer(layer.name(), made, from.vertex());
  }

  private Flow rescaling(KerasLayer layer) {
    Flow from = input(layer);
    if (!from.vertex().equals(Architecture.INPUT)) {
      throw layer.refuse("other layers before it", "it first");
    }
    JsonNode offset = layer.config().path("offset");
    if (layer.config().path("scale").isArray() || offset.isArray()) {
      throw layer.refuse("a scale for each channel", "one scale and one offset");
    }
    scale = scale.then(layer.real("scale", 1), layer.real("offset", 0));
    return from;
  }

  private Flow convolution(KerasLayer layer) {
    Flow from = maps(layer);
    int filters = layer.number("filters");
    int[] kernel = layer.sides("kernel_size");
    int[] stride = layer.sides("strides", new int[] {1, 1});
    int[] dilation = layer.sides("dilation_rate", new int[] {1, 1});
    if (layer.config().path("groups").asInt(1) != 1) {
      throw layer.refuse("groups", "one group");
    }
    boolean bias = layer.flag("use_bias", true);
    int[] effective = {(kernel[0] - 1) * dilation[0] + 1, (kernel[1] - 1) * dilation[1] + 1};
    ConvolutionMode mode = mode(layer, effective, stride);
    add(
        layer,
        new ConvolutionLayer.Builder(kernel)
            .nIn(from.channels())
            .nOut(filters)
            .stride(stride)
            .dilation(dilation)
            .convolutionMode(mode)
            .hasBias(bias)
            .activation(KerasActivations.argument(layer))
            .build(),
        from);
    int in = from.channels();
    copies.add(
        net -> {
          float[] given = weights.of(layer, 0, kernel[0], kernel[1], in, filters);
          INDArray turned = Nd4j.createFromArray(given).reshape(kernel[0], kernel[1], in, filters);
          net.getLayer(layer.name()).getParam("W").assign(turned.permute(3, 2, 0, 1));
          if (bias) {
            assign(net, layer, "b", weights.of(layer, 1, filters));
          }
        });
    return after(layer, from, effective, stride, mode, filters);
  }

  private static void assign(
      ComputationGraph net, KerasLayer layer, String parameter, float[] values) {
    INDArray to = net.getLayer(layer.name()).getParam(parameter);
    to.assign(Nd4j.createFromArray(values).reshape(to.shape()));
  }

  /** Keras's words for what happens at the edge. */
  private static ConvolutionMode mode(KerasLayer layer, int[] window, int[] stride) {
    String padding = layer.text("padding", "valid");
    boolean same = padding.equals("same");
    if (!same && !padding.equals("valid")) {
      throw layer.refuse("padding " + padding, "valid or same");
    }
    boolean point = window[0] == 1 && window[1] == 1;
    if (same && !point && (window[0] < stride[0] || window[1] < stride[1])) {
      throw layer.refuse("padding same and a stride over its window", "a stride within its window");
    }
    return same && !point ? ConvolutionMode.Same : ConvolutionMode.Truncate;
  }

  private static Flow after(
      KerasLayer layer, Flow from, int[] window, int[] stride, ConvolutionMode mode, int channels) {
    int height = after(from.height(), window[0], stride[0], mode);
    int width = after(from.width(), window[1], stride[1], mode);
    if (height < 1 || width < 1) {
      throw layer.refuse("a window larger than its maps", "a smaller one");
    }
    return Flow.maps(layer.name(), height, width, channels);
  }

  private static int after(int side, int window, int stride, ConvolutionMode mode) {
    return mode == ConvolutionMode.Same
        ? (side + stride - 1) / stride
        : Math.floorDiv(side - window, stride) + 1;
  }

  private Flow pooling(KerasLayer layer, PoolingType type) {
    Flow from = maps(layer);
    int[] window = layer.sides("pool_size", new int[] {2, 2});
    int[] stride = layer.sides("strides", window);
    ConvolutionMode mode = mode(layer, window, stride);
    add(
        layer,
        new SubsamplingLayer.Builder(type)
            .kernelSize(window)
            .stride(stride)
            .convolutionMode(mode)
            .build(),
        from);
    return after(layer, from, window, stride, mode, from.channels());
  }

  private Flow globalPooling(KerasLayer layer, PoolingType type) {
    Flow from = maps(layer);
    if (layer.flag("keepdims", false)) {
      throw layer.refuse("keepdims", "a row of values");
    }
    add(layer, new GlobalPoolingLayer(type), from);
    return Flow.row(layer.name(), from.channels());
  }

  private Flow zeroPadding(KerasLayer layer) {
    Flow from = maps(layer);
    JsonNode given = layer.config().path("padding");
    int[] sides = new int[4];
    for (int i = 0; i < 4; i++) {
      JsonNode axis = given.isArray() ? given.path(i / 2) : given;
      JsonNode side = axis.isArray() ? axis.path(i % 2) : axis;
      if (!side.canConvertToInt() || side.asInt() < 0 || side.asInt() > 10_000) {
        throw layer.refuse("padding " + KerasLayer.shown(given), "rows and columns, 0 and more");
      }
      sides[i] = side.asInt();
    }
    add(layer, new ZeroPaddingLayer(sides[0], sides[1], sides[2], sides[3]), from);
    return Flow.maps(
        layer.name(),
        from.height() + sides[0] + sides[1],
        from.width() + sides[2] + sides[3],
        from.channels());
  }

  private Flow batchNormalization(KerasLayer layer) {
    Flow from = input(layer);
    requireAxisOfChannels(layer, from);
    boolean gamma = layer.flag("scale", true);
    boolean beta = layer.flag("center", true);
    int values = from.row() ? from.values() : from.channels();
    BatchNormalization made =
        new BatchNormalization.Builder()
            .nIn(values)
            .nOut(values)
            .eps(layer.real("epsilon", 1e-3))
            .decay(layer.real("momentum", 0.99))
            .build();
    if (from.row() && from.height() * from.width() > 1) {
      graph.addLayer(
          layer.name(),
          made,
          new CnnToFeedForwardPreProcessor(from.height(), from.width(), from.channels()),
          from.vertex());
    } else {
      add(layer, made, from);
    }
    int[] places = from.row() ? from.places() : null;
    copies.add(
        net -> {
          int index = 0;
          if (gamma) {
            assign(net, layer, "gamma", placed(weights.of(layer, index++, values), places));
          }
          if (beta) {
            assign(net, layer, "beta", placed(weights.of(layer, index++, values), places));
          }
          assign(net, layer, "mean", placed(weights.of(layer, index++, values), places));
          float[] logarithms = placed(weights.of(layer, index, values), places);
          for (int i = 0; i < values; i++) {
            // A channel that never varied has 0; epsilon stands in for it in the division.
            logarithms[i] = (float) (Math.log10(Math.max(1e-30, logarithms[i])) / 2);
          }
          assign(net, layer, "log10stdev", logarithms);
        });
    return from.at(layer.name());
  }

  private static float[] placed(float[] values, int[] places) {
    if (places == null) {
      return values;
    }
    float[] placed = new float[values.length];
    for (int i = 0; i < placed.length; i++) {
      placed[i] = values[places[i]];
    }
    return placed;
  }

  /** Keras 2 wrote the axis as a number or a list of one. */
  private static void requireAxisOfChannels(KerasLayer layer, Flow from) {
    JsonNode given = layer.config().path("axis");
    int axis = (given.isArray() ? given.path(0) : given).asInt(-1);
    boolean channels =
        from.row()
            ? axis == -1 || axis == 1
            : layerIsChannelsFirst(layer, axis) || axis == -1 || axis == 3;
    if (!channels) {
      throw layer.refuse("the axis " + axis, "the channels' axis");
    }
  }

  private static boolean layerIsChannelsFirst(KerasLayer layer, int axis) {
    return axis == 1 && !layer.text("data_format", "").equals("channels_last");
  }

  private Flow dense(KerasLayer layer) {
    Flow from = input(layer);
    if (!from.row()) {
      throw layer.refuse("feature maps as its input", "a Flatten layer before it");
    }
    int units = layer.number("units");
    boolean bias = layer.flag("use_bias", true);
    int in = from.values();
    add(
        layer,
        layer == head
            ? new OutputLayer.Builder(new LossMCXENT())
                .nIn(in)
                .nOut(units)
                .hasBias(bias)
                .activation(Activation.SOFTMAX)
                .build()
            : new DenseLayer.Builder()
                .nIn(in)
                .nOut(units)
                .hasBias(bias)
                .activation(KerasActivations.argument(layer))
                .build(),
        from);
    int[] places = from.places();
    copies.add(
        net -> {
          float[] given = weights.of(layer, 0, in, units);
          float[] placed = new float[given.length];
          for (int row = 0; row < in; row++) {
            System.arraycopy(given, places[row] * units, placed, row * units, units);
          }
          assign(net, layer, "W", placed);
          if (bias) {
            assign(net, layer, "b", weights.of(layer, 1, units));
          }
        });
    return Flow.row(layer.name(), units);
  }

  /** Keras turns channels first to last before it flattens, where the layer is told of them. */
  private Flow flatten(KerasLayer layer) {
    Flow from = input(layer);
    boolean last = !channelsFirst() || layer.channelsFirst();
    return from.row() ? from : from.flat(last);
  }

  /** Whether the model's maps have their channels first. */
  private boolean channelsFirst() {
    return config.layers().values().stream()
        .anyMatch(
            each ->
                each.channelsFirst()
                    && (each.kind().startsWith("Conv") || each.kind().endsWith("Pooling2D")));
  }

  private Flow reshape(KerasLayer layer) {
    Flow from = input(layer);
    JsonNode target = layer.config().path("target_shape");
    List<Integer> sides = new ArrayList<>();
    target.forEach(side -> sides.add(side.asInt()));
    boolean image = sides.equals(List.of(from.height(), from.width(), from.channels()));
    boolean grey = from.channels() == 1 && sides.equals(List.of(from.height(), from.width()));
    boolean atTheInput = from.vertex().equals(Architecture.INPUT);
    if (image && (!from.row() || atTheInput) || grey && !from.row()) {
      return Flow.maps(from.vertex(), from.height(), from.width(), from.channels());
    }
    if (sides.size() == 1 && (sides.get(0) == -1 || sides.get(0) == from.values())) {
      return from.row() ? from : from.flat(!channelsFirst());
    }
    throw layer.refuse(
        "the shape " + KerasLayer.shown(target), "the shape of its input, or a row of it");
  }

  private List<Flow> inputs(KerasLayer layer) {
    List<Flow> all = layer.inputs().stream().map(flows::get).toList();
    if (all.size() < 2) {
      throw layer.refuse(all.size() + " inputs", "two and more");
    }
    // DL4J's order of a graph takes twice as long for every layer that takes another twice.
    if (all.stream().map(Flow::vertex).distinct().count() < all.size()) {
      throw layer.refuse("an input twice", "each once");
    }
    return all;
  }

  private static String[] vertices(List<Flow> flows) {
    return flows.stream().map(Flow::vertex).toArray(String[]::new);
  }

  private Flow sum(KerasLayer layer) {
    List<Flow> all = inputs(layer);
    Flow first = all.get(0);
    if (!all.stream().allMatch(first::sameSize) || first.row() && first.height() > 1) {
      throw layer.refuse("inputs of several shapes", "inputs of one shape");
    }
    graph.addVertex(layer.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), vertices(all));
    return first.at(layer.name());
  }

  private Flow concatenation(KerasLayer layer) {
    List<Flow> all = inputs(layer);
    Flow first = all.get(0);
    int axis = layer.config().path("axis").asInt(-1);
    boolean channels = axis == -1 || axis == (first.row() || channelsFirst() ? 1 : 3);
    if (!channels
        || !all.stream()
            .allMatch(
                each ->
                    each.height() == first.height()
                        && each.width() == first.width()
                        && each.row() == first.row())
        || first.row() && first.height() * first.width() > 1) {
      throw layer.refuse("inputs that don't go together", "maps of one size, channel by channel");
    }
    graph.addVertex(layer.name(), new MergeVertex(), vertices(all));
    int sum = all.stream().mapToInt(Flow::channels).sum();
    return new Flow(layer.name(), first.height(), first.width(), sum, first.row(), false);
  }
}
