package org.convspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.network.HostileJson;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

class ModelFileTest {
  @TempDir Path directory;

  private static ComputationGraph trained(IUpdater updater) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(updater)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(5, 5, 1))
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(2).build(), "image")
                .addLayer(
                    "output",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "conv")
                .setOutputs("output")
                .build());
    graph.init();
    graph.fit(new INDArray[] {images(4)}, new INDArray[] {Nd4j.eye(3).getRows(0, 1, 2, 0)});
    return graph;
  }

  private static INDArray images(int n) {
    return Nd4j.linspace(DataType.FLOAT, 0, 0.01, 25 * n).reshape('c', n, 1, 5, 5);
  }

  private static ComputationGraph trained() {
    return trained(new RmsProp(0.001, 0.9, 1e-7));
  }

  private static byte[] bytes(ComputationGraph graph) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(graph, Optional.empty(), out);
    return out.toByteArray();
  }

  private ComputationGraph read(byte[] bytes) throws IOException {
    Path file = directory.resolve("model.zip");
    Files.write(file, bytes);
    return SavedModel.open(file.toString(), new Configuration(false)).graph();
  }

  private static void assertSame(ComputationGraph actual, ComputationGraph expected) {
    INDArray input = images(2);
    assertThat(actual.params().toFloatVector()).isEqualTo(expected.params().toFloatVector());
    assertThat(actual.getUpdater().getStateViewArray().toFloatVector())
        .isEqualTo(expected.getUpdater().getStateViewArray().toFloatVector());
    assertThat(actual.outputSingle(input).toFloatMatrix())
        .isDeepEqualTo(expected.outputSingle(input).toFloatMatrix());
    assertThat(actual.getConfiguration().toJson()).isEqualTo(expected.getConfiguration().toJson());
  }

  @Test
  void readsBackTheSameModelToTheBit() throws IOException {
    ComputationGraph graph = trained();
    ComputationGraph loaded = read(bytes(graph));

    assertThat(graph.getUpdater().getStateViewArray().maxNumber().floatValue()).isPositive();
    assertSame(loaded, graph);
    assertThat(bytes(loaded)).isEqualTo(bytes(graph));
  }

  @Test
  void plainDl4jLoadsIt() throws IOException {
    ComputationGraph graph = trained();
    Path file = directory.resolve("plain.zip");
    Files.write(file, bytes(graph));
    assertSame(ComputationGraph.load(file.toFile(), true), graph);
  }

  @Test
  void readsWhatPlainDl4jSaved() throws IOException {
    ComputationGraph graph = trained();
    Path file = directory.resolve("plain.zip");
    graph.save(file.toFile(), true);
    assertSame(read(Files.readAllBytes(file)), graph);

    graph.save(file.toFile(), false);
    ComputationGraph withoutUpdater = read(Files.readAllBytes(file));
    assertThat(withoutUpdater.params()).isEqualTo(graph.params());
  }

  @Test
  void readsModelsWithoutUpdaterState() throws IOException {
    ComputationGraph graph = trained(new Sgd(0.1));
    assertThat(read(bytes(graph)).params()).isEqualTo(graph.params());
  }

  @Test
  void theSameModelGivesTheSameFileAndItsHash() throws Exception {
    ComputationGraph graph = trained();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String hash = ModelFile.write(graph, Optional.empty(), out);
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(out.toByteArray());

    assertThat(hash).isEqualTo(HexFormat.of().formatHex(sha256));
    assertThat(bytes(graph)).isEqualTo(out.toByteArray());
    // The fixed time of entries, as DOS writes it, and no other.
    try (ZipInputStream zip =
        new ZipInputStream(new java.io.ByteArrayInputStream(out.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertThat(entry.getTimeLocal()).isEqualTo("1980-01-01T00:00:00");
      }
    }
  }

  @Test
  void leavesTheStreamOpen() throws IOException {
    boolean[] closed = {false};
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    ModelFile.write(trained(), Optional.empty(), out);
    assertThat(closed[0]).isFalse();
  }

  /** A change to the entries of a good model, and what the refusal must say. */
  static Stream<Arguments> hostile() {
    return Stream.of(
        entries("traversal", e -> e.put("../../etc/passwd", new byte[1]), "../../etc/passwd"),
        entries("serialized object", e -> e.put("preprocessor.bin", new byte[9]), "preprocessor"),
        entries("normalizer", e -> e.put("normalizer.bin", new byte[9]), "normalizer.bin"),
        entries("attached object", e -> e.put("objects/x", new byte[9]), "objects/x"),
        entries("directory", e -> e.put("dir/", new byte[0]), "dir/"),
        entries("terminal escape", e -> e.put("\u001b[2J", new byte[0]), "\"?[2J\""),
        entries("no configuration", e -> e.remove("configuration.json"), "no configuration.json"),
        entries("no coefficients", e -> e.remove("coefficients.bin"), "no coefficients.bin"),
        entries(
            "bomb", e -> e.put("coefficients.bin", new byte[64 << 20]), "coefficients.bin of more"),
        entries("updater bomb", e -> e.put("updaterState.bin", new byte[64 << 20]), "of more than"),
        entries(
            "configuration bomb",
            e -> e.put("configuration.json", new byte[8 << 20]),
            "configuration.json of more than"),
        entries("truncated", e -> e.put("coefficients.bin", new byte[9]), "break off|another for"),
        json("no JSON", "\\A.", "", "no JSON"),
        json("list", "(?s)\\A.*", "[]", "no ComputationGraph"),
        json("sequential", "\"vertices\"", "\"confs\"", "MultiLayerNetwork.toComputationGraph"),
        json("empty graph", "(?s)\\A.*", "{\"vertices\":{}}", "no usable network"),
        json("null graph", "(?s)\\A.*", "{\"vertices\":null}", "no usable network"),
        json(
            "foreign class",
            "org.deeplearning4j.nn.conf.layers.ConvolutionLayer",
            "com.sun.rowset.JdbcRowSetImpl",
            "the class com.sun.rowset.JdbcRowSetImpl"),
        json(
            "class by type",
            "\"layerConf\" *:",
            "\"dist\":{\"type\":\"javax.script.ScriptEngineManager\"},\"layerConf\":",
            "the class javax.script"),
        json(
            "class and value in an array",
            "\"layerConf\" *:",
            "\"preProcessor\":[\"javax.script.ScriptEngineManager\",{}],\"layerConf\":",
            "the class javax.script"),
        json(
            "class without a package in an array",
            "\"layerConf\" *:",
            "\"preProcessor\":[\"Foreign\",{}],\"layerConf\":",
            "the class Foreign"),
        json(
            "hidden by a second key",
            "\"layerConf\" *:",
            "\"@class\":\"java.net.URL\",\"@class\":\"org.deeplearning4j.nn.conf.graph.LayerVertex\",\"layerConf\":",
            "the class java.net.URL"),
        json(
            "another DL4J class",
            "org.deeplearning4j.nn.conf.graph.LayerVertex",
            "org.deeplearning4j.nn.graph.ComputationGraph",
            "the class org.deeplearning4j.nn.graph"),
        json(
            "escaped name",
            "org.deeplearning4j.nn.conf.graph.LayerVertex",
            "\\\\u006aava.net.URL",
            "the class java.net.URL"),
        json("negative size", "\"nout\" *: 3", "\"nout\" : -3", "-"),
        json("huge size", "\"nout\" *: 3", "\"nout\" : 2000000000", "parameters"),
        json("overflowing size", "\"nout\" *: 3", "\"nout\" : 4611686018427387904", ""),
        json("other size", "\"nout\" *: 3", "\"nout\" : 4", "values|bytes"),
        json("half floats", "\"dataType\" *: \"FLOAT\"", "\"dataType\" : \"HALF\"", "type HALF"),
        json("two inputs", "\"image\" \\]", "\"image\", \"b\\n\" ]", "2 inputs"),
        json(
            "nesting",
            "(?s)\\A.*",
            "{\"vertices\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
            "no JSON"),
        bits("another length", (byte) 1, "values"),
        Arguments.of("not a zip", (Corruption) model -> "hello".getBytes(), "no zip archive"),
        Arguments.of("empty file", (Corruption) model -> new byte[0], "no zip archive"),
        Arguments.of(
            "cut off",
            (Corruption) model -> java.util.Arrays.copyOf(model, model.length / 2),
            "damaged"));
  }

  /** Makes a hostile file of a good one. */
  private interface Corruption {
    byte[] apply(byte[] model) throws IOException;
  }

  private static Arguments entries(
      String name, Consumer<Map<String, byte[]>> change, String message) {
    return Arguments.of(name, (Corruption) model -> rezip(model, change), message);
  }

  private static Arguments json(String name, String regex, String replacement, String message) {
    return entries(
        name,
        entries ->
            entries.computeIfPresent(
                "configuration.json",
                (key, json) -> {
                  String text = new String(json, StandardCharsets.UTF_8);
                  String changed = text.replaceAll(regex, replacement);
                  assertThat(changed).isNotEqualTo(text);
                  return changed.getBytes(StandardCharsets.UTF_8);
                }),
        message);
  }

  /** Sets the highest byte of every long in the shape, which says how many values there are. */
  private static Arguments bits(String name, byte value, String message) {
    return entries(
        name,
        entries -> {
          byte[] array = entries.get("coefficients.bin");
          int shape = 2 + "MIXED_DATA_TYPES".length() + 8 + 2 + "LONG".length();
          array[shape + 16] = value;
        },
        message);
  }

  private static byte[] rezip(byte[] model, Consumer<Map<String, byte[]>> change)
      throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(model))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    // Else all that is changed would be found by them.
    entries.remove(EntryDigests.ENTRY);
    change.accept(entries);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void refusesInOneLine(String name, Corruption corruption, String message) throws IOException {
    byte[] file = corruption.apply(bytes(trained()));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.zip")
        .hasMessageFindingMatch(
            message.contains("|") ? message : java.util.regex.Pattern.quote(message))
        .hasMessageMatching("[\\x20-\\x7e]*");
  }

  @ParameterizedTest
  @MethodSource("org.convspark.network.HostileJson#values")
  void noWayToNameAClassHasItLoaded(String value) throws IOException {
    String before = Matcher.quoteReplacement("\"preProcessor\":" + value + ",\"layerConf\":");
    Object[] hostile = json("", "\"layerConf\" *:", before, "").get();
    byte[] file = ((Corruption) hostile[1]).apply(bytes(trained()));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("configuration.json: found the class ");
    HostileJson.assertNothingLoaded();
  }

  @Test
  void theConfigurationMayComeLast() throws IOException {
    ComputationGraph graph = trained();
    byte[] reordered =
        rezip(bytes(graph), e -> e.put("configuration.json", e.remove("configuration.json")));
    assertSame(read(reordered), graph);
  }

  @Test
  void refusesNotANumberAmongTheParameters() throws IOException {
    ComputationGraph graph = trained();
    graph.params().putScalar(4, Float.NaN);
    byte[] file = bytes(graph);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("coefficients.bin: found NaN at 4");
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(
            () ->
                SavedModel.open(directory.resolve("none.zip").toString(), new Configuration(false)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.zip: found nothing, expected a model.zip");
  }
}
