package org.convspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onnx.Onnx.ModelProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import org.apache.hadoop.conf.Configuration;
import org.convspark.Main;
import org.convspark.data.ImageShape;
import org.convspark.model.ModelFile;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.run.RunDirectory;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportJobTest {
  @TempDir private Path directory;
  private Path model;
  private String sha256;

  @BeforeEach
  void save() throws Exception {
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("lenet-1", new Configuration(false))
                .configure(new ImageShape(28, 28, 1), 10, new NeuralNetConfiguration.Builder()));
    network.init();
    model = directory.resolve(RunDirectory.MODEL);
    try (OutputStream out = Files.newOutputStream(model)) {
      sha256 = ModelFile.write(network, Optional.empty(), out);
    }
    Files.createFile(directory.resolve(RunDirectory.SUCCESS));
  }

  private void provenance(String sha256) throws Exception {
    Files.writeString(
        directory.resolve(RunDirectory.PROVENANCE),
        """
        {"configuration": {"network": "lenet-1"}, "model_sha256": "%s",
         "dataset": {"name": "mnist", "height": 28, "width": 28, "channels": 1}}
        """
            .formatted(sha256));
  }

  private int export(Path from, String... more) {
    List<String> args =
        List.of(
            "export", "--model", from.toString(), "--out", directory.resolve("m.onnx").toString());
    return Main.run(
        java.util.stream.Stream.concat(args.stream(), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  private ModelProto exported() throws Exception {
    return ModelProto.parseFrom(Files.readAllBytes(directory.resolve("m.onnx")));
  }

  private static List<Dimension> input(ModelProto exported) {
    return exported.getGraph().getInput(0).getType().getTensorType().getShape().getDimList();
  }

  private static Map<String, String> metadata(ModelProto exported) {
    return exported.getMetadataPropsList().stream()
        .collect(
            Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
  }

  @Test
  void exportsTheModelOfARunDirectory() throws Exception {
    provenance(sha256);
    assertThat(export(directory)).isEqualTo(Main.DONE);
    assertThat(metadata(exported()))
        .containsEntry("network", "lenet-1")
        .containsEntry("dataset", "mnist")
        .containsEntry("model_sha256", sha256);
    assertThat(input(exported()))
        .extracting(Dimension::getDimValue)
        .containsExactly(0L, 1L, 28L, 28L);
    assertThat(input(exported()).get(0).getDimParam()).isEqualTo("N");
  }

  @Test
  void exportsAModelOfWhichNothingElseIsKnown() throws Exception {
    assertThat(export(model)).isEqualTo(Main.DONE);
    assertThat(metadata(exported()))
        .doesNotContainKey("network")
        .containsEntry("model_sha256", sha256);
    assertThat(input(exported()))
        .extracting(Dimension::getDimParam)
        .containsExactly("N", "", "height", "width");
  }

  /** What it says is its own, whatever lies beside it. */
  @Test
  void exportsACheckpoint() throws Exception {
    Path checkpoint =
        Path.of(
            ExportJobTest.class
                .getResource("/formats/2/run/checkpoints/epoch-0002-round-00000.zip")
                .toURI());
    assertThat(export(checkpoint)).isEqualTo(Main.DONE);
    assertThat(metadata(exported()))
        .containsEntry("network", "lenet-1")
        .containsEntry("dataset", "synthetic:120");
    assertThat(input(exported()))
        .extracting(Dimension::getDimValue)
        .containsExactly(0L, 1L, 28L, 28L);
  }

  /** A model that was put into another's run directory isn't described by its run.json. */
  @Test
  void believesNoProvenanceOfAnotherModel() throws Exception {
    provenance("0".repeat(64));
    assertThat(export(model)).isEqualTo(Main.DONE);
    assertThat(metadata(exported())).doesNotContainKey("network");
  }

  @Test
  void refusesWrongInput() throws Exception {
    assertThat(export(directory.resolve("none.zip"))).isEqualTo(Main.WRONG_INPUT);
    assertThat(directory.resolve("m.onnx")).doesNotExist();
    assertThat(export(model)).isEqualTo(Main.DONE);
    assertThat(export(model)).isEqualTo(Main.WRONG_INPUT);
    assertThat(export(model, "--overwrite")).isEqualTo(Main.DONE);
    assertThat(Main.run("export", "--model", model.toString())).isEqualTo(Main.WRONG_USAGE);
  }
}
