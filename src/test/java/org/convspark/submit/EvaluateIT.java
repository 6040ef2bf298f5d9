package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.convspark.LocalSpark;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.convspark.submit.SubmitScript.Result;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Evaluating and predicting with the model of a real training, on the command line. */
final class EvaluateIT {
  private static final String DATA = "synthetic:3000";
  private static final int TEST_IMAGES = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;

  private static String run;

  @BeforeAll
  static void train() throws Exception {
    run = directory.resolve("run").toString();
    done(
        SubmitScript.script(
            "train.sh", "--data", DATA, "--epochs", "2", "--workers", "1", "--out", run));
  }

  private static Result done(Result result) {
    assertThat(result.exit()).as("%s", result).isZero();
    return result;
  }

  private static JsonNode metrics(String directory) throws Exception {
    return JSON.readTree(Path.of(directory, "metrics.json").toFile());
  }

  @Test
  void figuresAreTrainingsOwnBitForBit() throws Exception {
    String out = directory.resolve("evaluation").toString();
    Result result =
        done(SubmitScript.script("evaluate.sh", "--model", run, "--data", DATA, "--out", out));

    JsonNode trained = metrics(run);
    JsonNode evaluated = metrics(out);
    for (String key :
        List.of(
            "network",
            "dataset",
            "parameters",
            "examples",
            "test_loss",
            "test_accuracy",
            "per_class",
            "confusion_matrix",
            "top_confusions")) {
      assertThat(evaluated.get(key)).as(key).isEqualTo(trained.get(key));
    }
    assertThat(evaluated.get("epochs").isNull()).isTrue();
    assertThat(Path.of(out, "diagnostics.json"))
        .hasSameTextualContentAs(Path.of(run, "diagnostics.json"));
    assertThat(result.out())
        .containsPattern("16/16 - \\d+s - loss: \\d\\.\\d{4} - accuracy: 0\\.\\d{4}")
        .contains("Confusion matrix", "Most confused", "Expected calibration error");

    List<Row> predictions =
        LocalSpark.session().read().parquet(out + "/predictions").collectAsList();
    assertThat(predictions).hasSize(TEST_IMAGES);
    double loss = predictions.stream().mapToDouble(row -> row.getAs("loss")).sum();
    assertThat(loss / TEST_IMAGES)
        .isCloseTo(
            evaluated.get("test_loss").asDouble(), org.assertj.core.api.Assertions.within(1e-8));
    assertThat(
            predictions.stream()
                    .filter(row -> row.getAs("label").equals(row.getAs("prediction")))
                    .count()
                / (double) TEST_IMAGES)
        .isEqualTo(evaluated.get("test_accuracy").asDouble());
  }

  @Test
  void agreesWithDl4jsEvaluationOnOneMachine() throws Exception {
    ComputationGraph plain = ComputationGraph.load(Path.of(run, "model.zip").toFile(), false);
    Evaluation evaluation = new Evaluation(10);
    for (int i = 0; i < TEST_IMAGES; i++) {
      byte[] image = SyntheticDigits.draw(1, Split.TEST, i);
      float[] pixels = new float[image.length];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = (image[p] & 0xff) / 255f;
      }
      INDArray label = Nd4j.zeros(1, 10);
      label.putScalar(0, SyntheticDigits.label(1, Split.TEST, i), 1);
      evaluation.eval(
          label, plain.outputSingle(Nd4j.create(pixels, new long[] {1, 1, 28, 28}, 'c')));
    }

    JsonNode metrics = metrics(run);
    assertThat(evaluation.accuracy()).isEqualTo(metrics.get("test_accuracy").asDouble());
    for (int label = 0; label < 10; label++) {
      JsonNode score = metrics.get("per_class").get(label);
      assertThat(evaluation.recall(label)).isEqualTo(score.get("recall").asDouble());
      assertThat(evaluation.precision(label)).isEqualTo(score.get("precision").asDouble());
      for (int predicted = 0; predicted < 10; predicted++) {
        assertThat(evaluation.getConfusionMatrix().getCount(label, predicted))
            .isEqualTo(metrics.get("confusion_matrix").get(label).get(predicted).asInt());
      }
    }
  }

  @Test
  void digitsOnPaperArePredictedAsThePlainOnes() throws Exception {
    Path paper = Files.createDirectories(directory.resolve("paper"));
    int count = 100;
    for (int i = 0; i < count; i++) {
      BufferedImage sheet = drawnOnPaper(SyntheticDigits.draw(1, Split.TEST, i), i);
      ImageIO.write(sheet, "png", paper.resolve("digit-%03d.png".formatted(i)).toFile());
    }
    String fromPaper = directory.resolve("from-paper").toString();
    String plain = directory.resolve("plain").toString();
    Result shown =
        done(
            SubmitScript.script(
                "predict.sh",
                "--model",
                run,
                "--data",
                paper.toString(),
                "--out",
                fromPaper,
                "--head",
                "2"));
    done(
        SubmitScript.script(
            "predict.sh", "--model", run, "--data", DATA, "--out", plain, "--format", "json"));

    assertThat(shown.out()).contains("digit-000.png", "digit-001.png", "argmax:", "probability:");
    List<Row> found =
        LocalSpark.session().read().parquet(fromPaper).orderBy("path").collectAsList();
    List<Row> expected =
        LocalSpark.session().read().json(plain).orderBy("id").limit(count).collectAsList();
    assertThat(found).hasSize(count);
    int agree = 0;
    for (int i = 0; i < count; i++) {
      int one = found.get(i).getAs("prediction");
      long other = expected.get(i).getAs("prediction");
      agree += one == other ? 1 : 0;
    }
    // A model of two short epochs is unsure of some; one that sees them inverted agrees on a few.
    assertThat(agree).isGreaterThanOrEqualTo(count * 85 / 100);
  }

  /** Five times as large, dark on light, and somewhere on the sheet. */
  private static BufferedImage drawnOnPaper(byte[] digit, int seed) {
    BufferedImage sheet = new BufferedImage(200, 180, BufferedImage.TYPE_INT_RGB);
    int left = seed * 7 % 60;
    int top = seed * 11 % 40;
    for (int y = 0; y < 180; y++) {
      for (int x = 0; x < 200; x++) {
        int column = x < left ? 28 : (x - left) / 5;
        int row = y < top ? 28 : (y - top) / 5;
        int ink = column < 28 && row < 28 ? digit[row * 28 + column] & 0xff : 0;
        sheet.setRGB(
            x,
            y,
            new Color(250 - ink * 240 / 255, 250 - ink * 240 / 255, 240 - ink * 230 / 255)
                .getRGB());
      }
    }
    return sheet;
  }

  @Test
  void csvHasAColumnAClassAndDoubtfulImagesNoPrediction() throws Exception {
    String out = directory.resolve("csv").toString();
    Result result =
        done(
            SubmitScript.script(
                "predict.sh",
                "--model",
                run + "/model.zip",
                "--data",
                DATA,
                "--out",
                out,
                "--format",
                "csv",
                "--min-confidence",
                "0.9"));

    List<Row> rows = LocalSpark.session().read().option("header", "true").csv(out).collectAsList();
    assertThat(rows).hasSize(TEST_IMAGES);
    List<String> columns = new ArrayList<>(List.of("id", "label", "prediction", "confidence"));
    for (int k = 0; k < 10; k++) {
      columns.add("p" + k);
    }
    assertThat(rows.get(0).schema().fieldNames()).containsExactlyElementsOf(columns);
    for (Row row : rows) {
      boolean sure = Double.parseDouble(row.getAs("confidence")) >= 0.9;
      assertThat(row.getAs("prediction") != null).isEqualTo(sure);
    }
    assertThat(result.out()).contains("Predicted 500 images");
  }

  /** As cron and many containers start programs. */
  @Test
  void namesAreLiteralAndKeepTheirLettersUnderLcAllC() throws Exception {
    Path pictures = Files.createDirectories(directory.resolve("Größe 数字 [1]"));
    BufferedImage sheet = drawnOnPaper(SyntheticDigits.draw(1, Split.TEST, 0), 0);
    for (String name : List.of("Ziffer 12:34:56.png", "七.png", "50%25#*?{a}.png")) {
      ImageIO.write(sheet, "png", pictures.resolve(name).toFile());
    }
    Path out = directory.resolve("Läufe at 12:30/出力[2]");

    Result result =
        done(
            SubmitScript.run(
                List.of(
                    "env",
                    "LC_ALL=C",
                    Path.of("submit/predict.sh").toAbsolutePath().toString(),
                    "--model=" + run,
                    "--data=" + pictures,
                    "--out=" + out,
                    "--head=3",
                    "--",
                    "--master=local[2]",
                    "--driver-memory=1g")));

    assertThat(result.out())
        .contains("/Größe 数字 [1]/Ziffer 12:34:56.png", "/七.png", "/50%25#*?{a}.png")
        .contains("Predictions: file:" + out);
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("_SUCCESS")
          .allMatch(name -> name.equals("_SUCCESS") || name.startsWith("part-"));
    }
  }

  @Test
  void whatCannotBeEndsInOneLine() throws Exception {
    Path broken = Files.createDirectories(directory.resolve("broken"));
    Files.writeString(broken.resolve("seven.png"), "no image");
    Result damaged =
        SubmitScript.script(
            "predict.sh", "--model", run, "--data", broken.toString(), "--head", "1");
    assertThat(damaged.exit()).as("%s", damaged).isEqualTo(2);
    assertThat(damaged.err())
        .contains("seven.png: found no picture, expected a picture as PNG, JPEG");

    Result itself =
        SubmitScript.script(
            "evaluate.sh", "--model", run, "--data", DATA, "--out", run, "--overwrite");
    assertThat(itself.exit()).as("%s", itself).isEqualTo(1);
    assertThat(itself.err()).contains("--out");
    assertThat(Path.of(run, "model.zip")).exists();
  }
}
