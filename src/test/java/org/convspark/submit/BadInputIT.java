package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.functions;
import org.convspark.LocalSpark;
import org.convspark.UntrainedModel;
import org.convspark.submit.SubmitScript.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What tasks find wrong is one line on the terminal, and all there is of it in the log's file. */
@DisabledOnOs(OS.WINDOWS)
final class BadInputIT {
  @TempDir private static Path directory;

  @BeforeAll
  static void prepare() throws IOException {
    UntrainedModel.write(directory.resolve("model.zip"));
    for (int i = 0; i < 3; i++) {
      File picture = directory.resolve("photos/" + i + ".png").toFile();
      Files.createDirectories(picture.toPath().getParent());
      ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", picture);
    }
    cut(directory.resolve("photos/1.png"), directory.resolve("photos/1.png"));
    Path whole = directory.resolve("whole");
    LocalSpark.session()
        .range(30)
        .withColumn("image", functions.lit(new byte[28 * 28]).cast("binary"))
        .coalesce(1)
        .write()
        .parquet(whole.toString());
    Files.createDirectory(directory.resolve("table"));
    try (Stream<Path> parts = Files.list(whole)) {
      cut(
          parts.filter(p -> p.getFileName().toString().startsWith("part-")).findFirst().get(),
          directory.resolve("table/a.parquet"));
    }
  }

  private static void cut(Path from, Path to) throws IOException {
    byte[] content = Files.readAllBytes(from);
    Files.write(to, Arrays.copyOf(content, content.length - 20));
  }

  private static void assertOneLine(String data, String file, String logged) throws Exception {
    Path logs = Files.createDirectory(directory.resolve("logs-" + data));
    Result result =
        SubmitScript.scriptWith(
            List.of("--conf", "spark.driver.extraJavaOptions=-Dconvspark.log.directory=" + logs),
            "predict.sh",
            "--model",
            directory + "/model.zip",
            "--data",
            directory + "/" + data,
            "--out",
            directory + "/predictions-" + data);

    assertThat(result.exit()).as("%s", result).isEqualTo(2);
    assertThat(result.err().lines().filter(line -> !line.startsWith("env ")))
        .as("%s", result)
        .singleElement()
        .asString()
        .startsWith("convspark: ")
        .contains(file + ": found ");
    assertThat(Files.readString(logs.resolve("convspark.log"), UTF_8))
        .contains(logged, "Lost task", "\tat ");
    assertThat(directory.resolve("predictions-" + data)).doesNotExist();
  }

  @Test
  void aDamagedPicture() throws Exception {
    assertOneLine("photos", "photos/1.png", "Aborting task");
  }

  @Test
  void aDamagedTable() throws Exception {
    assertOneLine("table", "table/a.parquet", "aborting job");
  }
}
