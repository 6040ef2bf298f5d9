package org.convspark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.LocalSpark;
import org.convspark.Main;
import org.convspark.data.ImageShape;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same command again, as a scheduler gives it. */
final class RepeatedTrainingTest {
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[2]",
          "spark.ui.enabled", "false",
          "spark.driver.host", "localhost",
          "spark.driver.bindAddress", "127.0.0.1");

  private static final String TRAIN =
      "train --network dense --data synthetic:60 --epochs 2 --out @run --resume auto ";

  private static final Pattern KEY = Pattern.compile("([a-z0-9-]+) = ");

  @TempDir Path directory;

  @BeforeAll
  static void settings() {
    LocalSpark.session().stop();
    SPARK.forEach(System::setProperty);
  }

  @AfterAll
  static void noSettings() {
    SPARK.keySet().forEach(System::clearProperty);
  }

  private record Outcome(int exit, String out, String errors) {}

  private Outcome run(String command) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, UTF_8));
      System.setErr(new PrintStream(errors, true, UTF_8));
      int exit = Main.run(command.replace("@", directory + "/").strip().split(" +"));
      return new Outcome(exit, said.toString(UTF_8), errors.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Makes of the finished run what a kill after its first epoch leaves. */
  private Path killedAfterTheFirstEpoch() throws IOException {
    Path unfinished = directory.resolve(".run.unfinished");
    Files.move(directory.resolve("run"), unfinished);
    for (String file : new String[] {"_SUCCESS", "model.zip", "checkpoints/epoch-0002.zip"}) {
      Files.delete(unfinished.resolve(file));
    }
    return unfinished;
  }

  private String history() throws IOException {
    return Files.readString(directory.resolve("run/history.jsonl"))
        .replaceAll("_?seconds\":[^,\\]}]*|images_per_second\":[^,}]*|worker_seconds\":.*?]", "");
  }

  @Test
  void itStartsGoesOnAndEnds() throws IOException {
    Outcome started = run(TRAIN);
    assertThat(started.exit).as(started.errors).isZero();
    byte[] model = Files.readAllBytes(directory.resolve("run/model.zip"));
    String history = history();

    Outcome again = run(TRAIN);
    assertThat(again.exit).as(again.errors).isZero();
    assertThat(again.out)
        .contains("Test accuracy on synthetic:60: ", "Finished already, nothing is left to do.")
        .doesNotContain("Epoch ");

    // Killed after the last rename, before the mark.
    Files.move(directory.resolve("run/_SUCCESS"), directory.resolve("run/._SUCCESS.last"));
    Files.createFile(directory.resolve(".run.publishing"));
    again = run(TRAIN);
    assertThat(again.exit).as(again.errors).isZero();
    assertThat(again.out).contains("Finished already, nothing is left to do.");

    Outcome other = run(TRAIN + "--batch-size 16 --seed 2");
    assertThat(other.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(other.errors)
        .contains(
            "run: found --batch-size ",
            ", --seed 1, expected --batch-size 16 as given, --seed 2 as given; choose another",
            "--overwrite in place of --resume auto");
    Outcome more = run(TRAIN + "--tensorboard");
    assertThat(more.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(more.errors)
        .contains("found --tensorboard false, expected --tensorboard true as given");
    Outcome data = run(TRAIN.replace("synthetic:60", "synthetic:90"));
    assertThat(data.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(data.errors).contains("a run on other data (", "name");

    Path unfinished = killedAfterTheFirstEpoch();
    Files.writeString(unfinished.resolve("history.jsonl"), "{\"epo");
    // Of other slots other settings would follow.
    System.setProperty("spark.master", "local[1]");
    Outcome resumed = run(TRAIN);
    System.setProperty("spark.master", "local[2]");
    assertThat(resumed.exit).as(resumed.errors).isZero();
    assertThat(resumed.out)
        .contains(
            "As in the run that goes on: workers 2, batch-size ",
            "2 workers share 1 task slot",
            "Resuming after epoch 1 of 2",
            "history.jsonl is cut off or damaged after epoch 0; the checkpoint has all 1 epochs")
        .doesNotContain("Epoch 1/2");
    assertThat(Files.readAllBytes(directory.resolve("run/model.zip"))).isEqualTo(model);
    assertThat(history()).isEqualTo(history);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("run"));
    }
  }

  /** Its name is its file's, whatever that holds. */
  @Test
  void anEditedNetworkIsNotTheFinishedOne() throws IOException {
    Path file = directory.resolve("mine.json");
    String network =
        NetworkCatalog.find("dense", new Configuration(false))
            .configure(new ImageShape(28, 28, 1), 10, new NeuralNetConfiguration.Builder())
            .toJson();
    Files.writeString(file, network);
    String train = TRAIN.replace("dense", "file:@mine.json");
    assertThat(run(train).exit).isZero();
    assertThat(run(train).out).contains("Finished already");

    String edited = network.replace("ActivationReLU", "ActivationELU");
    assertThat(edited).isNotEqualTo(network);
    Files.writeString(file, edited);
    Outcome refused = run(train);
    assertThat(refused.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(refused.errors)
        .containsPattern("a run of file:\\S+mine.json with other layers \\(\\w+\\), expected");

    killedAfterTheFirstEpoch();
    refused = run(train);
    assertThat(refused.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(refused.errors)
        .containsPattern(
            "a checkpoint of file:\\S+mine.json with other layers \\(\\w+\\), expected");
    Files.writeString(file, network);
    assertThat(run(train).exit).isZero();
  }

  /** Of an Egyptian the digits of numbers are others. */
  @Test
  void whateverTheLocaleItIsOneRun() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(String.format("%d", 7)).isEqualTo("\u0667");
      assertThat(run(TRAIN).exit).isZero();
      String history = history();
      Path unfinished = killedAfterTheFirstEpoch();
      assertThat(unfinished.resolve("checkpoints")).isDirectoryContaining("glob:**/epoch-0001.zip");

      Outcome resumed = run(TRAIN);
      assertThat(resumed.exit).as(resumed.errors).isZero();
      assertThat(resumed.out).contains("Resuming after epoch 1 of 2");
      assertThat(history()).isEqualTo(history);

      Files.move(
          killedAfterTheFirstEpoch().resolve("checkpoints/epoch-0001.zip"),
          directory.resolve(".run.unfinished/checkpoints/epoch-\u0660\u0660\u0660\u0661.zip"));
      Outcome foreign = run(TRAIN);
      assertThat(foreign.exit).isEqualTo(Main.WRONG_INPUT);
      assertThat(foreign.errors).contains("files of other names than a checkpoint's");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Three times the same is enough, whoever asks for it. */
  @Test
  void whatFailsAlikeIsRefusedInTheEnd() {
    String failing = TRAIN + "--learning-rate 1e40";
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(run(failing).exit).isEqualTo(Main.FAILED);
    }

    Outcome refused = run(failing);

    assertThat(refused.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(refused.errors.lines()).hasSize(1);
    assertThat(refused.errors)
        .contains("3 attempts that failed alike from the start: epoch 1, round 1: worker");
    assertThat(run(failing.replace("--resume auto", "--overwrite")).exit).isEqualTo(Main.FAILED);
    assertThat(directory).isEmptyDirectory();
  }

  /** What was automatic follows from the images: the terminal, run.json and the report agree. */
  @Test
  void theSettingsAreToldAsTheyAreRecorded() throws IOException {
    Outcome run =
        run("train --network dense --data synthetic:60 --epochs 1 --augment --out @augmented");

    assertThat(run.exit).as(run.errors).isZero();
    Path files = directory.resolve("augmented");
    JsonNode recorded = new ObjectMapper().readTree(files.resolve("run.json").toFile());
    List<String> keys = new ArrayList<>();
    recorded
        .get("settings")
        .fieldNames()
        .forEachRemaining(key -> keys.add(key.substring(key.lastIndexOf('.') + 1)));
    List<String> told = new ArrayList<>();
    run.out
        .lines()
        .dropWhile(line -> !line.equals("Settings other than the defaults:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .forEach(line -> KEY.matcher(line).results().forEach(key -> told.add(key.group(1))));
    assertThat(told).contains("preset").containsExactlyInAnyOrderElementsOf(keys);
    assertThat(Files.readString(files.resolve("report.html"))).contains("<wbr>preset");
  }
}
