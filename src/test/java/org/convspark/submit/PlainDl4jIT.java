package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.convspark.LocalSpark;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.convspark.evaluation.DistributedEvaluation;
import org.convspark.evaluation.ScoredExamples;
import org.convspark.model.Prediction;
import org.convspark.model.SavedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A trained model in a JVM that has DL4J and no class of this project. */
@DisabledOnOs(OS.WINDOWS)
final class PlainDl4jIT {
  private static final int IMAGES = 100;
  private static final int CLASSES = 10;

  /** What Maven names the jars of DL4J and of what it needs. */
  private static final Pattern DL4J =
      Pattern.compile(
          ".*/org/(deeplearning4j|nd4j|bytedeco)/.*|.*/(flatbuffers-java|commons-[a-z0-9]+|slf4j-api)"
              + "-[^/]*\\.jar");

  @TempDir private Path directory;

  @Test
  void itLoadsAndGivesTheSameProbabilities() throws Exception {
    Path run = directory.resolve("run");
    SubmitScript.Result trained =
        SubmitScript.script(
            "train.sh", "--data", "synthetic:600", "--epochs", "1", "--out", run.toString());
    assertThat(trained.exit()).as(trained.toString()).isZero();

    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      examples.add(
          new Example(
              i, SyntheticDigits.label(1, Split.TEST, i), SyntheticDigits.draw(1, Split.TEST, i)));
    }
    float[] plain = plain(run.resolve("model.zip"), examples);
    float[][] ours = ours(run.resolve("model.zip"), examples);

    for (int i = 0; i < IMAGES; i++) {
      for (int k = 0; k < CLASSES; k++) {
        assertThat(plain[i * CLASSES + k])
            .as("image %d, class %d", i, k)
            .isCloseTo(ours[i][k], within(1e-5f));
      }
    }
  }

  private float[] plain(Path model, List<Example> examples) throws Exception {
    Path images = directory.resolve("images");
    try (var out = new DataOutputStream(Files.newOutputStream(images))) {
      out.writeInt(examples.size());
      for (Example example : examples) {
        out.write(example.image());
      }
    }
    Path probabilities = directory.resolve("probabilities");
    SubmitScript.Result result =
        SubmitScript.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                dl4jJars(),
                "src/test/resources/plain/PlainDl4j.java",
                model.toString(),
                images.toString(),
                probabilities.toString()));
    assertThat(result.exit()).as(result.toString()).isZero();
    float[] values = new float[examples.size() * CLASSES];
    try (var in = new DataInputStream(Files.newInputStream(probabilities))) {
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readFloat();
      }
    }
    return values;
  }

  private static String dl4jJars() {
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> DL4J.matcher(entry).matches())
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(jars).contains("deeplearning4j-nn").doesNotContain("convspark");
    return jars;
  }

  private static float[][] ours(Path model, List<Example> examples) throws IOException {
    var graph = SavedModel.open(model.toString(), new Configuration(false)).graph();
    float[][] probabilities = new float[examples.size()][];
    try (DistributedEvaluation evaluation =
            DistributedEvaluation.over(
                LocalSpark.context().parallelize(examples, 2),
                new DatasetInfo(
                    "digits",
                    new ImageShape(28, 28, 1),
                    CLASSES,
                    Map.of(Split.TEST, Collections.nCopies(CLASSES, 0L)),
                    Map.of()),
                examples.size());
        ScoredExamples scored = evaluation.score(graph)) {
      for (Prediction prediction : scored.predictions().collect()) {
        probabilities[(int) prediction.id()] = prediction.probabilities();
      }
    }
    return probabilities;
  }
}
