package org.convspark.network.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** Reads a line's words by its kind. */
final class Statements {
  private static final String STRIDE = "stride";
  private static final String PADDING = "padding";
  private static final Map<String, Function<TextLine, Statement>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("input", Statements::input);
    KINDS.put("conv", Statements::convolution);
    KINDS.put("maxpool", line -> pooling(line, PoolingType.MAX));
    KINDS.put("avgpool", line -> pooling(line, PoolingType.AVG));
    KINDS.put("globalmaxpool", line -> globalPooling(line, PoolingType.MAX));
    KINDS.put("globalavgpool", line -> globalPooling(line, PoolingType.AVG));
    KINDS.put("zeropad", Statements::zeroPadding);
    KINDS.put("batchnorm", Statements::batchNormalization);
    KINDS.put("dropout", Statements::dropout);
    KINDS.put("flatten", Statements::flatten);
    KINDS.put("dense", Statements::dense);
    KINDS.put("add", Statements::sum);
    KINDS.put("concat", Statements::concatenation);
    KINDS.put("from", Statements::from);
    KINDS.put("init", Statements::initializer);
    Words.ACTIVATIONS.forEach(
        (name, function) -> KINDS.put(name, line -> activation(line, function)));
  }

  /** Lines that add no layer which could have a name. */
  private static final Set<String> NAMELESS = Set.of("input", "flatten", "from", "init");

  private Statements() {}

  /**
   * Reads a line.
   *
   * @throws org.convspark.config.InputException if it isn't one of this notation
   */
  static Statement of(TextLine line) {
    Function<TextLine, Statement> kind = KINDS.get(line.kind());
    if (kind == null) {
      throw line.unknown("the layer", line.kind(), KINDS.keySet());
    }
    if (line.name().isPresent() && NAMELESS.contains(line.kind())) {
      throw line.error("a name before " + line.kind(), line.kind() + " without one");
    }
    Statement statement = kind.apply(line);
    line.end();
    return statement;
  }

  private static Statement input(TextLine line) {
    String given = line.word();
    List<Integer> sides = new ArrayList<>();
    for (String side : given.split("x", -1)) {
      if (!side.matches("[1-9][0-9]{0,4}")) {
        throw line.error("input " + TextLine.shown(given), "HEIGHTxWIDTHxCHANNELS, as 28x28x1");
      }
      sides.add(Integer.valueOf(side));
    }
    if (sides.size() != 3) {
      throw line.error("input " + TextLine.shown(given), "HEIGHTxWIDTHxCHANNELS, as 28x28x1");
    }
    ImageShape shape = new ImageShape(sides.get(0), sides.get(1), sides.get(2));
    return new Input(line, shape);
  }

  private static Statement convolution(TextLine line) {
    int filters = line.number("filters", 1);
    int[] kernel = line.sides("kernel");
    Activation activation = activation(line);
    int[] stride = line.sides(STRIDE, new int[] {1, 1});
    ConvolutionMode mode = mode(line, kernel, stride);
    boolean bias = line.choice("bias", Words.YES_OR_NO, "yes");
    return layer(
        line,
        net -> {
          MapSize size = net.maps(line).after(kernel, stride, mode).channels(filters);
          net.net().conv2d(filters, kernel, stride, mode, activation, bias);
          return size;
        });
  }

  private static Activation activation(TextLine line) {
    if (!line.hasNext()) {
      return Activation.IDENTITY;
    }
    String given = line.word();
    Activation activation = Words.ACTIVATIONS.get(given);
    if (activation == null) {
      throw line.unknown("the activation", given, Words.ACTIVATIONS.keySet());
    }
    return activation;
  }

  /** DL4J pads by less than nothing where windows leave gaps between them. */
  private static ConvolutionMode mode(TextLine line, int[] window, int[] stride) {
    ConvolutionMode mode = line.choice(PADDING, Words.PADDINGS, Words.VALID);
    if (mode == ConvolutionMode.Same && (window[0] < stride[0] || window[1] < stride[1])) {
      throw line.error(
          "padding=same with a window smaller than its stride",
          "padding=valid, which comes to the same for 1x1");
    }
    return mode;
  }

  private static Statement pooling(TextLine line, PoolingType type) {
    int[] window = line.sides("size");
    int[] stride = line.sides(STRIDE, window);
    ConvolutionMode mode = mode(line, window, stride);
    return layer(
        line,
        net -> {
          MapSize size = net.maps(line).after(window, stride, mode);
          net.net().pooling2d(type, window, stride, mode);
          return size;
        });
  }

  private static Statement globalPooling(TextLine line, PoolingType type) {
    return layer(
        line,
        net -> {
          MapSize size = MapSize.row(net.maps(line).channels());
          net.net().globalPooling2d(type);
          return size;
        });
  }

  private static Statement zeroPadding(TextLine line) {
    int top = line.number("rows above", 0);
    boolean all = !line.hasNext();
    int bottom = all ? top : line.number("rows below", 0);
    int left = all ? top : line.number("columns to the left", 0);
    int right = all ? top : line.number("columns to the right", 0);
    return layer(
        line,
        net -> {
          MapSize before = net.maps(line);
          net.net().zeroPadding2d(top, bottom, left, right);
          return new MapSize(
              before.height() + top + bottom,
              before.width() + left + right,
              before.channels(),
              false);
        });
  }

  private static Statement batchNormalization(TextLine line) {
    return layer(
        line,
        net -> {
          // Over a row it would be another layer than over maps, with other parameters.
          MapSize size = net.unflattened(line);
          net.net().batchNormalization();
          return size;
        });
  }

  private static Statement activation(TextLine line, Activation function) {
    return layer(
        line,
        net -> {
          MapSize size = net.input();
          net.net().activation(function);
          return size;
        });
  }

  private static Statement dropout(TextLine line) {
    double rate = line.share("rate");
    return layer(
        line,
        net -> {
          MapSize size = net.input();
          net.net().dropout(rate);
          return size;
        });
  }

  /** DL4J flattens by itself; the word is there for who reads the text. */
  private static Statement flatten(TextLine line) {
    return net -> net.flatten(line);
  }

  private static Statement dense(TextLine line) {
    boolean forClasses = line.hasNext() && line.peek().equals(Words.CLASSES);
    if (forClasses) {
      line.word();
    }
    int units = forClasses ? 0 : line.number("units", 1);
    if (line.hasNext() && line.peek().equals(Words.SOFTMAX)) {
      line.word();
      return new Head(line, forClasses, units);
    }
    Activation activation = activation(line);
    return layer(
        line,
        net -> {
          net.input();
          int all = forClasses ? net.classes() : units;
          net.net().dense(all, activation);
          return MapSize.row(all);
        });
  }

  private static Statement sum(TextLine line) {
    List<String> names = line.names(2);
    return layer(
        line,
        net -> {
          MapSize first = net.operand(line, names.get(0));
          for (String name : names) {
            MapSize other = net.operand(line, name);
            if (!other.equals(first)) {
              throw line.error(
                  names.get(0) + " of " + first + " and " + name + " of " + other,
                  "layers of the same size");
            }
          }
          net.net().add(names.toArray(String[]::new));
          return first;
        });
  }

  private static Statement concatenation(TextLine line) {
    List<String> names = line.names(2);
    return layer(
        line,
        net -> {
          MapSize first = net.operand(line, names.get(0));
          long channels = 0;
          for (String name : names) {
            MapSize other = net.operand(line, name);
            if (!new MapSize(other.height(), other.width(), first.channels(), other.row())
                .equals(first)) {
              throw line.error(
                  names.get(0) + " of " + first + " and " + name + " of " + other,
                  "maps of the same height and width");
            }
            channels += other.channels();
          }
          net.net().concatenate(names.toArray(String[]::new));
          int all = (int) Math.min(Integer.MAX_VALUE, channels);
          return new MapSize(first.height(), first.width(), all, first.row());
        });
  }

  private static Statement from(TextLine line) {
    List<String> names = line.names(1);
    if (names.size() > 1) {
      throw line.error("from with " + names.size() + " layers", "one, or add or concat of several");
    }
    return net -> net.from(line, names.get(0));
  }

  private static Statement initializer(TextLine line) {
    String given = line.word();
    WeightInit init = Words.INITIALIZERS.get(given);
    if (init == null && !given.equals(Words.DEFAULT_INITIALIZER)) {
      List<String> known = new ArrayList<>(List.of(Words.DEFAULT_INITIALIZER));
      known.addAll(Words.INITIALIZERS.keySet());
      throw line.unknown("the initializer", given, known);
    }
    return net -> net.net().weightInit(init);
  }

  private static Statement layer(TextLine line, Function<Construction, MapSize> layer) {
    return net -> {
      net.begin(line);
      MapSize size = layer.apply(net);
      net.added(line, size);
    };
  }
}
