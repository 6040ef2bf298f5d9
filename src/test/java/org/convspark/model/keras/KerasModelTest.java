package org.convspark.model.keras;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.model.SavedModel;
import org.convspark.storage.Location;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models as Keras writes them, against what its layers compute. */
final class KerasModelTest {
  private static final int HEIGHT = 7;
  private static final int WIDTH = 9;
  private static final int CHANNELS = 2;
  private static final int CLASSES = 3;
  private static final double CLOSE = 1e-5;

  @TempDir private Path directory;
  private final Random random = new Random(5);
  private final Map<String, List<Object>> weights = new LinkedHashMap<>();
  private double[][][] image;

  @BeforeEach
  void draw() {
    image = new double[HEIGHT][WIDTH][CHANNELS];
    image = KerasMath.each(image, zero -> (float) random.nextDouble());
  }

  private float[] vector(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian() / 2;
    }
    return values;
  }

  private float[][] matrix(int rows, int columns) {
    float[][] values = new float[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = vector(columns);
    }
    return values;
  }

  private float[][][][] kernel(int height, int width, int in, int out) {
    float[][][][] values = new float[height][width][][];
    for (float[][][] row : values) {
      for (int j = 0; j < width; j++) {
        row[j] = matrix(in, out);
      }
    }
    return values;
  }

  private static String layer(String kind, String name, String settings) {
    return "{\"class_name\": \""
        + kind
        + "\", \"config\": {\"name\": \""
        + name
        + "\""
        + (settings.isEmpty() ? "" : ", " + settings.replace('\'', '"'))
        + "}}";
  }

  private static String sequential(String shape, String... layers) {
    return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
        + layer("InputLayer", "input_1", "'batch_input_shape': " + shape)
        + ", "
        + String.join(", ", layers)
        + "]}}";
  }

  private static final String SHAPE = "[null, 7, 9, 2]";
  private static final String HEAD = layer("Dense", "out", "'units': 3, 'activation': 'softmax'");

  private Location file(String name) {
    return Location.of(directory.resolve(name).toString(), new Configuration());
  }

  private KerasModel legacy(String config) {
    KerasFiles.legacy(directory.resolve("model.h5"), config, weights);
    return KerasModel.read(file("model.h5"), KerasOptions.DEFAULT);
  }

  private double[] predicted(KerasModel model, double[][][] pixels) {
    ImageShape shape = model.input().shape();
    float[] values = new float[shape.size()];
    int at = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          values[at++] = (float) pixels[y][x][c];
        }
      }
    }
    model.input().preprocessing().standardization().apply(values, 0, 1, shape);
    INDArray input =
        Nd4j.createFromArray(values).reshape(1, shape.channels(), shape.height(), shape.width());
    return model.graph().outputSingle(input).toDoubleVector();
  }

  private static double relu(double value) {
    return Math.max(0, value);
  }

  @Test
  void layersOneAfterTheOther() throws IOException {
    float[][][][] first = kernel(3, 3, 2, 4);
    float[] firstBias = vector(4);
    float[] gamma = vector(4);
    float[] beta = vector(4);
    float[] mean = vector(4);
    float[] variance = {0.5f, 1.5f, 0.01f, 0};
    float[][][][] second = kernel(2, 3, 4, 5);
    float[][] hidden = matrix(2 * 2 * 5, 6);
    float[] hiddenBias = vector(6);
    float[][] last = matrix(6, CLASSES);
    float[] lastBias = vector(CLASSES);
    weights.put("c1", List.of(first, firstBias));
    weights.put("bn", List.of(gamma, beta, mean, variance));
    weights.put("c2", List.of((Object) second));
    weights.put("d1", List.of(hidden, hiddenBias));
    weights.put("out", List.of(last, lastBias));
    String config =
        sequential(
            SHAPE,
            layer(
                "Conv2D",
                "c1",
                "'filters': 4, 'kernel_size': [3, 3], 'strides': [1, 1], 'padding': 'same'"),
            layer("BatchNormalization", "bn", "'axis': [3], 'epsilon': 0.01, 'momentum': 0.9"),
            layer("ReLU", "r", "'max_value': null, 'negative_slope': 0.0, 'threshold': 0.0"),
            layer(
                "AveragePooling2D",
                "p",
                "'pool_size': [3, 3], 'strides': [2, 2], 'padding': 'same'"),
            layer(
                "Conv2D",
                "c2",
                "'filters': 5, 'kernel_size': [2, 3], 'strides': [1, 1], 'use_bias': false,"
                    + " 'activation': 'tanh'"),
            layer("MaxPooling2D", "p2", "'pool_size': [2, 2], 'strides': [1, 1]"),
            layer("GaussianNoise", "noise", "'stddev': 0.1"),
            layer("Flatten", "f", ""),
            layer("Dropout", "drop", "'rate': 0.5"),
            layer("Dense", "d1", "'units': 6, 'activation': 'sigmoid'"),
            HEAD);
    double[][][] maps = KerasMath.convolution(image, first, firstBias, 1, true);
    maps =
        KerasMath.eachOf(
            maps,
            (v, c) -> relu(gamma[c] * (v - mean[c]) / Math.sqrt(variance[c] + 0.01) + beta[c]));
    maps = KerasMath.pooling(maps, 3, 2, true, false);
    maps = KerasMath.each(KerasMath.convolution(maps, second, null, 1, false), Math::tanh);
    maps = KerasMath.pooling(maps, 2, 1, false, true);
    double[] row = KerasMath.dense(KerasMath.flatten(maps), hidden, hiddenBias);
    double[] expected =
        KerasMath.softmax(
            KerasMath.dense(
                Arrays.stream(row).map(v -> 1 / (1 + Math.exp(-v))).toArray(), last, lastBias));

    KerasModel model = legacy(config);
    assertThat(predicted(model, image)).containsExactly(expected, within(CLOSE));
    assertThat(model.input().shape()).isEqualTo(new ImageShape(HEIGHT, WIDTH, CHANNELS));
    assertThat(model.remarks())
        .anySatisfy(remark -> assertThat(remark).contains("noise", "GaussianNoise", "left out"))
        .anySatisfy(remark -> assertThat(remark).contains("pixels / 255"));

    // The same as Keras 3 has it: layers by their names, or counted by their kinds.
    KerasFiles.zip(directory.resolve("named.keras"), config, weights, Map.of("c1", "x"), true);
    Map<String, String> counted =
        Map.of(
            "c1", "conv2d",
            "bn", "batch_normalization",
            "c2", "conv2d_1",
            "d1", "dense",
            "out", "dense_1");
    KerasFiles.zip(directory.resolve("counted.keras"), config, weights, counted, false);
    for (String name : List.of("named.keras", "counted.keras")) {
      KerasModel same = KerasModel.read(file(name), KerasOptions.DEFAULT);
      assertThat(same.graph().params().toFloatVector())
          .isEqualTo(model.graph().params().toFloatVector());
    }
  }

  /** As resnets have it, in the form of Keras 2 and of Keras 3. */
  @Test
  void branches() throws IOException {
    float[][][][] a = kernel(3, 3, 2, 2);
    float[][][][] b = kernel(1, 1, 2, 3);
    float[][] last = matrix(5, CLASSES);
    weights.put("a", List.of(a, new float[] {0.1f, -0.2f}));
    weights.put("b", List.of(b, vector(3)));
    weights.put("out", List.of(last, vector(CLASSES)));
    String[] settings = {
      "'batch_input_shape': " + SHAPE,
      "'filters': 2, 'kernel_size': [3, 3], 'padding': 'same', 'activation': 'relu'",
      "",
      "'filters': 3, 'kernel_size': [1, 1]",
      "'axis': -1",
      "'data_format': 'channels_last'",
      "'units': 3, 'activation': 'linear'",
      "'activation': 'softmax'"
    };
    String[][] graph = {
      {"InputLayer", "in"},
      {"Conv2D", "a", "in"},
      {"Add", "add", "a", "in"},
      {"Conv2D", "b", "add"},
      {"Concatenate", "cat", "add", "b"},
      {"GlobalAveragePooling2D", "g", "cat"},
      {"Dense", "out", "g"},
      {"Activation", "soft", "out"}
    };
    double[][][] sum = KerasMath.convolution(image, a, new float[] {0.1f, -0.2f}, 1, true);
    sum = KerasMath.each(sum, KerasModelTest::relu);
    double[][][] added = sum;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < CHANNELS; c++) {
          added[y][x][c] += image[y][x][c];
        }
      }
    }
    double[][][] side =
        KerasMath.convolution(added, b, (float[]) weights.get("b").get(1), 1, false);
    double[] means = new double[5];
    for (int c = 0; c < 5; c++) {
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          means[c] += (c < 2 ? added[y][x][c] : side[y][x][c - 2]) / (HEIGHT * WIDTH);
        }
      }
    }
    double[] expected =
        KerasMath.softmax(KerasMath.dense(means, last, (float[]) weights.get("out").get(1)));

    for (boolean three : new boolean[] {false, true}) {
      StringBuilder layers = new StringBuilder();
      for (int i = 0; i < graph.length; i++) {
        String one = layer(graph[i][0], graph[i][1], settings[i]);
        StringBuilder inputs = new StringBuilder();
        for (int j = 2; j < graph[i].length; j++) {
          inputs
              .append(j > 2 ? ", " : "")
              .append(
                  three
                      ? "{\"class_name\": \"__keras_tensor__\", \"config\": {\"keras_history\": [\""
                          + graph[i][j]
                          + "\", 0, 0]}}"
                      : "[\"" + graph[i][j] + "\", 0, 0, {}]");
        }
        String nodes =
            inputs.isEmpty()
                ? "[]"
                : three
                    ? "[{\"args\": [" + (graph[i].length > 3 ? "[" + inputs + "]" : inputs) + "]}]"
                    : "[[" + inputs + "]]";
        layers
            .append(i > 0 ? ", " : "")
            .append(one, 0, one.length() - 1)
            .append(", \"name\": \"" + graph[i][1] + "\", \"inbound_nodes\": " + nodes + "}");
      }
      String config =
          "{\"class_name\": \"Functional\", \"config\": {\"name\": \"f\", \"layers\": ["
              + layers
              + "], \"input_layers\": "
              + (three ? "[\"in\", 0, 0]" : "[[\"in\", 0, 0]]")
              + ", \"output_layers\": [[\"soft\", 0, 0]]}}";
      KerasModel model = legacy(config);
      assertThat(predicted(model, image)).containsExactly(expected, within(CLOSE));
    }
  }

  @Test
  void flattenedChannelsFirstAndNormalizedRows() {
    float[] gamma = vector(HEIGHT * WIDTH * CHANNELS);
    float[] mean = vector(gamma.length);
    float[] variance = new float[gamma.length];
    Arrays.fill(variance, 0.7f);
    float[][] last = matrix(gamma.length, CLASSES);
    weights.put("bn", List.of(gamma, mean, variance));
    weights.put("out", List.of((Object) last));
    KerasModel model =
        legacy(
            sequential(
                SHAPE,
                layer("Flatten", "f", "'data_format': 'channels_last'"),
                layer("BatchNormalization", "bn", "'axis': -1, 'center': false"),
                layer("Dense", "out", "'units': 3, 'activation': 'softmax', 'use_bias': false")));
    double[] row = KerasMath.flatten(image);
    for (int i = 0; i < row.length; i++) {
      row[i] = gamma[i] * (row[i] - mean[i]) / Math.sqrt(0.7f + 1e-3);
    }
    assertThat(predicted(model, image))
        .containsExactly(KerasMath.softmax(KerasMath.dense(row, last, null)), within(CLOSE));

    // Channels first, flattened as they lie: DL4J's own order.
    weights.clear();
    float[][][][] kernel = kernel(1, 1, 2, 2);
    float[][] dense = matrix(HEIGHT * WIDTH * 2, CLASSES);
    weights.put("c", List.of(kernel, vector(2)));
    weights.put("out", List.of(dense, vector(CLASSES)));
    double[][][] maps =
        KerasMath.convolution(image, kernel, (float[]) weights.get("c").get(1), 1, false);
    double[] place = KerasMath.flatten(maps);
    double[] channel = new double[place.length];
    for (int i = 0; i < place.length; i++) {
      channel[i % 2 * HEIGHT * WIDTH + i / 2] = place[i];
    }
    for (String flatten : List.of("channels_last", "channels_first")) {
      KerasModel first =
          legacy(
              sequential(
                  "[null, 2, 7, 9]",
                  layer(
                      "Conv2D",
                      "c",
                      "'filters': 2, 'kernel_size': [1, 1], 'data_format': 'channels_first'"),
                  layer("Flatten", "f", "'data_format': '" + flatten + "'"),
                  HEAD));
      double[] expected =
          KerasMath.softmax(
              KerasMath.dense(
                  flatten.equals("channels_last") ? channel : place,
                  dense,
                  (float[]) weights.get("out").get(1)));
      assertThat(first.input().shape()).isEqualTo(new ImageShape(HEIGHT, WIDTH, CHANNELS));
      assertThat(predicted(first, image)).as(flatten).containsExactly(expected, within(CLOSE));
    }
  }

  @Test
  void pixelsAreScaledAsTheModelOrTheUserSays() {
    image = new double[HEIGHT][WIDTH][1];
    image = KerasMath.each(image, zero -> (float) random.nextDouble());
    float[][] last = matrix(HEIGHT * WIDTH, CLASSES);
    weights.put("out", List.of(last, vector(CLASSES)));
    String flatten = layer("Flatten", "f", "");
    KerasModel rescaled =
        legacy(
            sequential(
                "[null, 7, 9, 1]",
                layer("Rescaling", "r", "'scale': 0.00784313725, 'offset': -1.0"),
                flatten,
                HEAD));
    assertThat(predicted(rescaled, image))
        .containsExactly(
            KerasMath.softmax(
                KerasMath.dense(
                    KerasMath.flatten(KerasMath.each(image, v -> 2 * v - 1)),
                    last,
                    (float[]) weights.get("out").get(1))),
            within(CLOSE));
    assertThat(rescaled.remarks()).isEmpty();
    KerasModel shares =
        legacy(
            sequential(
                "[null, 7, 9, 1]",
                layer("Rescaling", "r", "'scale': 0.00392156862745098, 'offset': 0"),
                flatten,
                HEAD));
    assertThat(shares.input().preprocessing().standardization()).isEqualTo(Standardization.NONE);
    KerasModel whole =
        KerasModel.read(
            rewritten(sequential("[null, 7, 9, 1]", flatten, HEAD)),
            new KerasOptions(255, Optional.empty()));
    assertThat(whole.input().preprocessing().standardization().deviation()).containsOnly(1 / 255f);
  }

  private Location rewritten(String config) {
    KerasFiles.legacy(directory.resolve("model.h5"), config, weights);
    return file("model.h5");
  }

  @Test
  void rowsOfValuesAreImagesOfAShape() {
    float[][] last = matrix(HEIGHT * WIDTH * CHANNELS, CLASSES);
    weights.put("out", List.of(last, vector(CLASSES)));
    Location rows = rewritten(sequential("[null, 126]", HEAD));

    assertThatThrownBy(() -> KerasModel.read(rows, KerasOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--image-shape");
    KerasModel model =
        KerasModel.read(
            rows, new KerasOptions(1, Optional.of(new ImageShape(HEIGHT, WIDTH, CHANNELS))));
    assertThat(predicted(model, image))
        .containsExactly(
            KerasMath.softmax(
                KerasMath.dense(
                    KerasMath.flatten(image), last, (float[]) weights.get("out").get(1))),
            within(CLOSE));
  }

  @Test
  void aLastLayerWithoutSoftmaxGetsOneAndTheCommandsOpenIt() {
    weights.put("out", List.of(matrix(HEIGHT * WIDTH * CHANNELS, CLASSES), vector(CLASSES)));
    Location logits =
        rewritten(
            sequential(SHAPE, layer("Flatten", "f", ""), layer("Dense", "out", "'units': 3")));

    SavedModel opened = SavedModel.open(logits.uri(), new Configuration());

    assertThat(opened.remarks())
        .anySatisfy(remark -> assertThat(remark).contains("out", "logits", "softmax"));
    assertThat(opened.classes()).isEqualTo(CLASSES);
    assertThat(opened.name()).isEqualTo("model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Lambda          | 'function': 'x'                     | the layer x, a Lambda",
        "Conv2DTranspose | 'filters': 2                        | the layer x, a Conv2DTranspose",
        "Conv2D | 'filters': 2, 'kernel_size': [3, 3], 'groups': 2 | groups",
        "Conv2D | 'filters': -2, 'kernel_size': [3, 3]         | filters -2",
        "Conv2D | 'filters': 99999999999, 'kernel_size': [3, 3] | filters 99999999999",
        "Conv2D | 'filters': 2, 'kernel_size': [30, 3]         | larger than its maps",
        "Conv2D | 'filters': 2, 'kernel_size': [1, 1], 'activation': 'mish' | activation mish",
        "Conv2D | 'filters': 2, 'kernel_size': [1, 1], 'padding': 'causal' | padding causal",
        "ZeroPadding2D   | 'padding': 9999                    | more than 100000000 values",
        "Dense           | 'units': 4                          | feature maps as its input",
        "Reshape         | 'target_shape': [9, 7, 2]           | the shape [9,7,2]",
        "BatchNormalization | 'axis': 2                        | the axis 2"
      })
  void aLayerThatIsNotKnownIsNamed(String kind, String settings, String found) {
    assertThatThrownBy(
            () ->
                legacy(
                    sequential(SHAPE, layer(kind, "x", settings), layer("Flatten", "f", ""), HEAD)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(found)
        .hasMessageNotContaining("\n");
  }

  @Test
  void damagedAndHostileFilesAreRefused() throws IOException {
    weights.put("out", List.of(matrix(4, CLASSES), vector(CLASSES)));
    String config = sequential(SHAPE, layer("Flatten", "f", ""), HEAD);
    refused(rewritten(config), "[4, 3]", "[126, 3]");
    weights.clear();
    weights.put("other", List.of((Object) vector(2)));
    refused(rewritten(config), "0 arrays of the layer out");
    refused(rewritten("[".repeat(100_000)), "model.h5");
    refused(rewritten("{\"class_name\": \"Model2\"}"), "Model2");
    weights.put("out", List.of(matrix(126, CLASSES), vector(CLASSES)));
    byte[] whole = Files.readAllBytes(directory.resolve("model.h5"));
    rewritten(config);
    whole = Files.readAllBytes(directory.resolve("model.h5"));
    for (int length : new int[] {8, 100, whole.length / 2}) {
      Files.write(directory.resolve("cut.h5"), Arrays.copyOf(whole, length));
      refused(file("cut.h5"), "cut.h5");
    }
    Random where = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] changed = whole.clone();
      for (int j = 0; j < 3; j++) {
        changed[where.nextInt(Math.min(2000, changed.length))] = (byte) where.nextInt(256);
      }
      Files.write(directory.resolve("changed.h5"), changed);
      try {
        KerasModel.read(file("changed.h5"), KerasOptions.DEFAULT);
      } catch (InputException e) {
        assertThat(e).hasMessageContaining("changed.h5").hasMessageNotContaining("\n");
      }
    }
    Files.write(directory.resolve("text.keras"), "no zip".getBytes(UTF_8));
    refused(file("text.keras"), "config.json");
    KerasFiles.archive(
        directory.resolve("half.keras"), Map.of("config.json", config.getBytes(UTF_8)));
    refused(file("half.keras"), "model.weights.h5");
  }

  private static void refused(Location file, String... found) {
    assertThatThrownBy(() -> KerasModel.read(file, KerasOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(found).doesNotContain("\n"));
  }
}
