package org.convspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.convspark.Main;
import org.convspark.data.ImageShape;
import org.convspark.model.SavedModel;
import org.convspark.run.RunDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportJobTest {
  private static final String CONFIG =
      """
      {"class_name": "Sequential", "config": [
        {"class_name": "Flatten",
         "config": {"name": "flatten_1", "batch_input_shape": [null, 4, 4, 1]}},
        {"class_name": "Dense",
         "config": {"name": "dense_1", "units": 2, "activation": "softmax"}}]}
      """;

  @TempDir private Path directory;
  private Path keras;

  @BeforeEach
  void save() {
    keras = directory.resolve("model.h5");
    try (WritableHdfFile file = HdfFile.write(keras)) {
      file.putAttribute("model_config", CONFIG);
      WritableGroup layer = file.putGroup("model_weights").putGroup("dense_1");
      layer.putDataset("kernel", new float[16][2]);
      layer.putDataset("bias", new float[] {1, -1});
      layer.putAttribute("weight_names", new String[] {"kernel", "bias"});
    }
  }

  private int importing(String model, String... more) {
    String[] arguments = {"import", "--model", model, "--out", directory.resolve("run").toString()};
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Main.run(all);
  }

  @Test
  void aRunDirectoryIsWrittenThatTheCommandsOpen() {
    assertThat(importing(keras.toString(), "--pixel-range", "255")).isZero();

    assertThat(directory.resolve("run").resolve(RunDirectory.SUCCESS)).exists();
    SavedModel model = SavedModel.open(directory.resolve("run").toString(), new Configuration());
    assertThat(model.name()).isEqualTo("model");
    assertThat(model.remarks()).isEmpty();
    assertThat(model.origin().shape()).contains(new ImageShape(4, 4, 1));
    assertThat(model.origin().input().orElseThrow().preprocessing().standardization().deviation())
        .containsExactly(1 / 255f);
    assertThat(model.graph().getLayer("dense_1").getParam("b").toFloatVector())
        .containsExactly(1, -1);

    assertThat(importing(keras.toString())).isEqualTo(Main.WRONG_INPUT);
    assertThat(importing(keras.toString(), "--overwrite")).isZero();
  }

  @Test
  void whatIsNoModelOfKerasLeavesNothing() {
    assertThat(importing(directory.resolve("run.zip").toString())).isEqualTo(Main.WRONG_USAGE);
    assertThat(importing(directory.resolve("none.keras").toString())).isEqualTo(Main.WRONG_INPUT);
    assertThat(importing(keras.toString(), "--pixel-range", "2")).isEqualTo(Main.WRONG_USAGE);
    assertThat(directory.toFile().list()).containsExactly("model.h5");
  }
}
