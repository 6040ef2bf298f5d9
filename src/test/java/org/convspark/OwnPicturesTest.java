package org.convspark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.SameImages;
import org.convspark.data.Split;
import org.convspark.model.SavedModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People's own pictures by the commands, from training to prediction. Words that begin with an @
 * are paths below the test's directory.
 */
final class OwnPicturesTest {
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[2]",
          "spark.ui.enabled", "false",
          "spark.driver.host", "localhost",
          "spark.driver.bindAddress", "127.0.0.1");

  private static final ImageShape DIGIT = SameImages.DIGIT;
  private static final ImageShape PHOTO = new ImageShape(8, 8, 3);
  private static final List<Example> TRAIN = SameImages.digits(Split.TRAIN, 60);
  private static final List<Example> TEST = SameImages.digits(Split.TEST, 30);
  private static final String DENSE =
      " --network dense --epochs 2 --batch-size 10 --workers 2 --averaging-frequency 2";

  @TempDir private static Path directory;

  private record Outcome(int exit, String output, String errors) {}

  @BeforeAll
  static void prepare() {
    LocalSpark.session().stop();
    SPARK.forEach(System::setProperty);
    SameImages.png(directory.resolve("png"), TRAIN, TEST, DIGIT);
    SameImages.idx(directory.resolve("idx"), TRAIN, TEST, DIGIT);
    run("train --data @png --out @of-png" + DENSE);
  }

  @AfterAll
  static void forgetSettings() {
    SPARK.keySet().forEach(System::clearProperty);
  }

  private static Outcome tried(String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ")) {
      words.add(word.replace("@", directory + "/"));
    }
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(output, true, UTF_8));
      System.setErr(new PrintStream(errors, true, UTF_8));
      int exit = Main.run(words.toArray(String[]::new));
      return new Outcome(exit, output.toString(UTF_8), errors.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Runs a command that must succeed, and returns what it says. */
  private static String run(String command) {
    Outcome outcome = tried(command);
    assertThat(outcome.exit).as(outcome.errors).isZero();
    return outcome.output;
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(directory.resolve(file).toFile());
  }

  private static float[] parameters(String run) {
    return SavedModel.open(directory.resolve(run).toString(), new Configuration())
        .graph()
        .params()
        .toFloatVector();
  }

  /** All lines of the CSV files in an output, but for the first of each. */
  private static List<String> csv(String output) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve(output))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".csv")).sorted().toList()) {
        if (!file.getFileName().toString().startsWith("_")) {
          lines.addAll(Files.readAllLines(file).stream().skip(1).toList());
        }
      }
    }
    return lines;
  }

  @Test
  void aModelTrainedOnPicturesIsThatTrainedOnIdx() throws IOException {
    String said = run("train --data @idx --out @of-idx" + DENSE);

    assertThat(said).contains("Training dense on idx: 60 training and 30 test images of 28x28x1");
    assertThat(parameters("of-png")).isEqualTo(parameters("of-idx"));
    for (String key : List.of("test_loss", "test_accuracy", "confusion_matrix")) {
      assertThat(json("of-png/metrics.json").path(key))
          .isEqualTo(json("of-idx/metrics.json").path(key));
    }
    // Either scores the other's data as its own, to the bit.
    run("evaluate --model @of-png --data @idx --out @crosswise");
    assertThat(json("crosswise/metrics.json").path("test_loss"))
        .isEqualTo(json("of-png/metrics.json").path("test_loss"));
    assertThat(json("of-png/run.json").path("dataset").path("preprocessing"))
        .isEqualTo(json("of-idx/run.json").path("dataset").path("preprocessing"));
  }

  @Test
  void predictionsOfPicturesAreThoseOfIdx() throws IOException {
    SameImages.png(directory.resolve("mixed"), TEST, DIGIT, label -> "all");
    // In one task each, so that the minibatches are the same.
    System.setProperty("spark.default.parallelism", "1");
    try {
      run("predict --model @of-png --data @mixed --out @p1 --format csv");
      run("predict --model @of-png --data @idx --out @p2 --format csv");
    } finally {
      System.clearProperty("spark.default.parallelism");
    }

    // Behind path and remark, and id and label: prediction, confidence, p0, ...
    List<List<String>> ofPictures =
        csv("p1").stream().map(line -> List.of(line.split(",")).subList(2, 14)).toList();
    List<List<String>> ofIdx =
        csv("p2").stream().map(line -> List.of(line.split(",")).subList(2, 14)).toList();
    assertThat(ofPictures).hasSize(30).isEqualTo(ofIdx);
  }

  @Test
  void meanAndDeviationComeAlongWithTheModel() throws IOException {
    run("train --data @idx --out @standardized --preprocess mean=0.13,deviation=0.31" + DENSE);

    assertThat(parameters("standardized")).isNotEqualTo(parameters("of-png"));
    run("evaluate --model @standardized --data @png --out @s1");
    assertThat(json("s1/metrics.json").path("test_loss"))
        .isEqualTo(json("standardized/metrics.json").path("test_loss"));
    Files.createDirectories(directory.resolve("bare"));
    Files.copy(directory.resolve("standardized/model.zip"), directory.resolve("bare/m.zip"));
    run("evaluate --model @bare/m.zip --data @png --out @s2");
    assertThat(json("s2/metrics.json").path("test_loss"))
        .isEqualTo(json("standardized/metrics.json").path("test_loss"));
    assertThat(json("s1/run.json").path("dataset").path("preprocessing").path("mean"))
        .hasToString("[0.13]");
    assertThat(run("features --model @standardized --data @png --index 3 --out @maps"))
        .contains(
            "for test image 3 of png (class " + TEST.get(3).label() + "): " + directory + "/maps");
  }

  @Test
  void namesAreToldEverywhereAndBadPicturesListed() throws IOException {
    List<Example> images = SameImages.noise(1, 24, PHOTO);
    SameImages.png(directory.resolve("own"), images, PHOTO, label -> label == 0 ? "ant" : "bee");
    SameImages.write(directory.resolve("own/ant/900.png"), "no picture".getBytes(UTF_8));
    SameImages.write(directory.resolve("own/README"), "words".getBytes(UTF_8));

    String said =
        run("train --data @own --out @named --test-split 0.25 --on-bad-image skip" + DENSE);

    assertThat(said)
        .contains(
            "Left out a file that is no picture: README",
            "Skipped 1 image that can't be read or used",
            "Training dense on own: 18 training and 6 test images of 8x8x3, 2 classes");
    assertThat(Files.readString(directory.resolve("named/_bad-images.csv")))
        .contains("own/ant/900.png");
    assertThat(json("named/metrics.json").path("class_names")).hasToString("[\"ant\",\"bee\"]");
    assertThat(Files.readString(directory.resolve("named/report.html"))).contains(">bee</th>");
    assertThat(json("named/run.json").path("dataset").path("class_names"))
        .hasToString("[\"ant\",\"bee\"]");

    SameImages.png(directory.resolve("bees/bee/1.png"), images.get(1).image(), PHOTO);
    SameImages.write(directory.resolve("bees/bee/2.png"), "no picture".getBytes(UTF_8));
    assertThat(run("evaluate --model @named --data @bees --out @e1 --on-bad-image skip"))
        .contains("Evaluating dense on 1 test images of bees", "     ant", "     bee");
    assertThat(Files.readString(directory.resolve("e1/_bad-images.csv"))).contains("bee/2.png");
    String predicted =
        run(
            "predict --model @named --data @bees --head 9 --out @p3 --format csv"
                + " --on-bad-image skip");
    assertThat(predicted)
        .contains("Predicting 2 images of bees with dense")
        .containsPattern("argmax: (0 \\(ant|1 \\(bee)\\)  probability: ")
        .contains("Skipped 1 image that can't be read or used, see _bad-images.csv");
    assertThat(csv("p3")).singleElement().asString().containsPattern(",(0,ant|1,bee),");
    assertThat(run("predict --model @named --data @bees --head 9 --on-bad-image skip"))
        .contains("Skipped 1 image that can't be read or used, the first: ", "bee/2.png: found");
    assertThat(Files.readString(directory.resolve("p3/_bad-images.csv"))).contains("bee/2.png");
    Outcome failed = tried("predict --model @named --data @bees --out @p4");
    assertThat(failed.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(failed.errors)
        .contains("bee/2.png: found no picture")
        .contains("--on-bad-image skip");
    assertThat(directory.resolve("p4")).doesNotExist();
  }

  @Test
  void aBlankPictureGetsNoClass() {
    run("train --data @png --out @mnist --preprocess mnist" + DENSE);
    SameImages.png(directory.resolve("sheets/1.png"), new byte[400], new ImageShape(20, 20, 1));
    SameImages.png(directory.resolve("sheets/2.png"), TEST.get(0).image(), DIGIT);

    String said = run("predict --model @mnist --data @sheets --head 2 --out @p5 --format json");

    assertThat(said)
        .containsPattern("sheets/1.png\n  no prediction: no ink found\n")
        .containsPattern("sheets/2.png \\(scaled by [0-9.]+\\)\n  probabilities: ")
        .contains("Predicted 2 images, 1 of them blank or not confidently enough");
  }

  @Test
  void whatAPictureShowsIsToldAndDrawn() throws IOException {
    Path picture = directory.resolve("alone/7.png");
    SameImages.png(picture, TEST.get(7).image(), DIGIT);

    String answer = run("predict --model @of-png --data @alone/7.png");
    String vector = "  probabilities: \\[([0-9.e+-]+, ){9}[0-9.e+-]+]\n";
    String argmax = "  argmax: [0-9]  probability: [01][.][0-9]{8}\n";
    String next = "  then [0-9]: 0[.][0-9]{8}, [0-9]: 0[.][0-9]{8}\n";
    assertThat(answer)
        .containsPattern("path [^\n]*alone/7.png\n" + vector + argmax + next)
        .doesNotContain("Predictions: ");

    String drawn = run("features --model @of-png --data @alone/7.png --out @drawn");
    assertThat(drawn).contains("Feature maps of 1 layer for 7.png: " + directory + "/drawn\n");
    assertThat(answer).endsWith(drawn.substring(drawn.indexOf("  probabilities: ")));
    try (Stream<Path> files = Files.list(directory.resolve("drawn"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("00-input.png", "01-dense.png", "02-dense_1.png")
          .noneMatch(name -> name.startsWith("kernels"));
    }
  }

  @Test
  void ofManyPicturesThePredictionsAreWritten() {
    Outcome outcome = tried("predict --model @of-png --data @png");

    assertThat(outcome.exit).isEqualTo(Main.WRONG_USAGE);
    assertThat(outcome.output).isEmpty();
    assertThat(outcome.errors)
        .isEqualTo(
            "convspark: --out is missing: png has more than 10 images; --out DIR gets their"
                + " predictions, --head N prints the first\n");
  }

  @Test
  void aPictureInWhichNothingIsHasNoFeatures() {
    run("train --data @png --out @inked --preprocess mnist" + DENSE);
    SameImages.png(directory.resolve("white.png"), new byte[400], new ImageShape(20, 20, 1));

    Outcome outcome = tried("features --model @inked --data @white.png --out @blank");

    assertThat(outcome.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(outcome.errors)
        .contains("white.png: found a blank picture (no ink found)")
        .hasLineCount(1);
    assertThat(directory.resolve("blank")).doesNotExist();
  }

  @Test
  @DisplayName("F28: what is wrong with the test images ends a training before it begins")
  void faultsOfTheTestImagesComeFirst() throws IOException {
    run("prepare --source @idx --out @faulty");
    Path test = directory.resolve("faulty/test");
    try (Stream<Path> files = Files.list(test)) {
      // The same rows twice, and the description fits.
      for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
        Files.copy(file, test.resolve("again-" + file.getFileName()));
      }
    }
    Path description = directory.resolve("faulty/dataset.json");
    JsonNode json = json("faulty/dataset.json");
    ArrayNode counts = (ArrayNode) json.path("counts").path("test");
    for (int label = 0; label < counts.size(); label++) {
      counts.set(label, 2 * counts.get(label).asLong());
    }
    Files.deleteIfExists(directory.resolve("faulty/.dataset.json.crc"));
    Files.writeString(description, json.toString());

    Outcome outcome = tried("train --data @faulty --out @never" + DENSE);

    assertThat(outcome.exit).isEqualTo(Main.WRONG_INPUT);
    assertThat(outcome.errors).contains("found two with the id 0");
    assertThat(outcome.output).doesNotContain("Epoch");
    assertThat(directory.resolve("never")).doesNotExist();
  }

  @Test
  void showPrintsLabelsAndDrawsTheImages() throws IOException {
    String said = run("show --data @png --n 7 --out @sheet.png");

    assertThat(said)
        .contains(
            "png: 60 training and 30 test images of 28x28x1, 10 classes",
            "The first 7 training images, in order of id:");
    List<String> labels = said.lines().filter(line -> line.matches("  [0-9 ]+")).toList();
    assertThat(labels).hasSize(3);
    assertThat(String.join("", labels).strip().split(" +"))
        .containsExactly(
            TRAIN.stream().limit(7).map(each -> "" + each.label()).toArray(String[]::new));
    var sheet = ImageIO.read(directory.resolve("sheet.png").toFile());
    assertThat(sheet.getWidth()).isEqualTo(8 + 3 * 92);
    for (int p = 0; p < 784; p++) {
      int drawn = sheet.getRGB(8 + 92 + p % 28 * 3, 8 + 110 + p / 28 * 3) & 0xff;
      assertThat(drawn).isEqualTo(TRAIN.get(4).image()[p] & 0xff);
    }
    assertThat(run("show --data @png --split test --n 100"))
        .contains("The first 30 test images, in order of id:");
  }
}
