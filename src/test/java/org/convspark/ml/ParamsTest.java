package org.convspark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.convspark.LocalSpark;
import org.convspark.config.Reference;
import org.convspark.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParamsTest {
  /** Groups of settings of the command train, but for where its data is. */
  private static final List<String> GROUPS =
      List.of(
          "network",
          "out",
          "overwrite",
          "tensorboard",
          "images.preprocess",
          "images.shape",
          "images.on-bad",
          "images.test-split",
          "training.",
          "augmentation.",
          "optimizer.",
          "schedule.",
          "regularization.",
          "stopping.",
          "checkpoint.");

  @TempDir private Path directory;

  /** It takes one training to tell what distribution gains, and an estimator has but one. */
  private static boolean isParam(String key) {
    return GROUPS.stream().anyMatch(key::startsWith) && !key.equals("training.compare-single");
  }

  @Test
  void everySettingOfATrainingIsAParamOfItsName() {
    ConvSparkClassifier classifier = new ConvSparkClassifier();

    assertThat(Settings.keys().stream().filter(ParamsTest::isParam))
        .allSatisfy(
            key -> {
              String name =
                  Arrays.stream(Reference.option(key).substring(2).split("-"))
                      .reduce(
                          (a, b) ->
                              a
                                  + b.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                  + b.substring(1))
                      .orElseThrow();
              String expected = key.equals("out") ? "runDir" : name;
              assertThat(classifier.hasParam(expected)).as(expected).isTrue();
              assertThat(classifier.getParam(expected).doc()).isEqualTo(Reference.comment(key));
            });
  }

  @Test
  void everyParamIsSetCopiedSavedAndRead() throws IOException {
    LocalSpark.session();
    ConvSparkClassifier classifier = new ConvSparkClassifier();
    for (Param<?> param : classifier.params()) {
      classifier.set(param.name(), other(param));
    }
    String saved = directory.resolve("classifier").toString();
    classifier.save(saved);
    ConvSparkClassifier read = ConvSparkClassifier.load(saved);
    ConvSparkClassifier copy = classifier.copy(new org.apache.spark.ml.param.ParamMap());

    assertThat(read.uid()).isEqualTo(classifier.uid());
    assertThat(classifier.params()).hasSizeGreaterThan(60);
    for (Param<?> param : classifier.params()) {
      Object value = classifier.getOrDefault(param);
      assertThat(read.getOrDefault(read.getParam(param.name()))).as(param.name()).isEqualTo(value);
      assertThat(copy.getOrDefault(copy.getParam(param.name()))).isEqualTo(value);
      assertThat(value).isEqualTo(other(param));
    }
  }

  /** Another value than the default. */
  private static Object other(Param<?> param) {
    if (param instanceof IntParam) {
      return 77;
    }
    if (param instanceof LongParam) {
      return 1L << 40;
    }
    if (param instanceof DoubleParam) {
      return 0.125;
    }
    if (param instanceof BooleanParam) {
      return true;
    }
    return param instanceof DoubleArrayParam ? new double[] {0.5, 0.25} : param.name() + "-of-mine";
  }
}
