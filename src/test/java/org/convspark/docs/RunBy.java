package org.convspark.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who runs the commands of the pages. Each test runs all of its sections, in this order. */
public enum RunBy {
  /** Nothing but this machine. */
  PAGES_IT(
      "README.md#your-own-images",
      "src/docs/data.md#five-lines-to-start-from",
      "src/docs/data.md#what-can-be-read",
      "src/docs/training.md#more-workers-same-accuracy",
      "src/docs/training.md#starting-from-a-trained-model",
      "src/docs/networks.md#networks",
      "src/docs/networks.md#your-own-in-a-few-lines",
      "src/docs/predicting.md#evaluating",
      "src/docs/predicting.md#predicting",
      "src/docs/library.md#onnx"),

  /** A JVM of the tests, without the scripts: the commands are many and short. */
  LECTURE_TEST(
      "src/docs/lecture.en.md#the-data",
      "src/docs/lecture.en.md#labels-and-pictures",
      "src/docs/lecture.en.md#two-dense-layers",
      "src/docs/lecture.en.md#fit",
      "src/docs/lecture.en.md#predict-and-argmax",
      "src/docs/lecture.en.md#evaluate",
      "src/docs/lecture.en.md#convolution",
      "src/docs/lecture.en.md#padding",
      "src/docs/lecture.en.md#stride",
      "src/docs/lecture.en.md#pooling",
      "src/docs/lecture.en.md#shift",
      "src/docs/lecture.en.md#the-convnet",
      "src/docs/lecture.en.md#without-pooling",
      "src/docs/lecture.en.md#training-the-convnet",
      "src/docs/lecture.en.md#what-the-layers-see",
      "src/docs/lecture.en.md#a-picture-of-ones-own"),

  /** The same commands, which {@link LectureTest} compares. */
  LECTURE_TEST_IN_UKRAINIAN(
      "src/docs/lecture.uk.md#дані",
      "src/docs/lecture.uk.md#мітки-й-зображення",
      "src/docs/lecture.uk.md#два-повнозвязні-шари",
      "src/docs/lecture.uk.md#навчання",
      "src/docs/lecture.uk.md#передбачення-й-argmax",
      "src/docs/lecture.uk.md#оцінювання",
      "src/docs/lecture.uk.md#згортка",
      "src/docs/lecture.uk.md#доповнення",
      "src/docs/lecture.uk.md#крок",
      "src/docs/lecture.uk.md#підвибірка-пулінг",
      "src/docs/lecture.uk.md#зсув",
      "src/docs/lecture.uk.md#згорткова-мережа",
      "src/docs/lecture.uk.md#без-підвибірки",
      "src/docs/lecture.uk.md#навчання-згорткової-мережі",
      "src/docs/lecture.uk.md#що-бачать-шари",
      "src/docs/lecture.uk.md#власне-зображення"),

  /** A standalone cluster that the commands start themselves. */
  CLUSTER_PAGES_IT("src/docs/clusters.md#laptop", ".github/CONTRIBUTING.md#a-debugger"),

  /** HDFS, and a standalone cluster that is there. */
  CLUSTER_PAGES_IT_ON_HDFS("src/docs/clusters.md#hdfs", "src/docs/clusters.md#standalone"),

  /** YARN and HDFS. */
  YARN_PAGES_IT("src/docs/clusters.md#yarn");

  /** How a command that no test runs begins, and why none does. */
  static final Map<String, String> NOBODY = new LinkedHashMap<>();

  static {
    NOBODY.put("mvn ", "builds, tests and benchmarks: tests run in them; names are checked");
    NOBODY.put(".ci/run", "runs all tests");
    NOBODY.put("data-prep/fetch.sh", "gets files from the network");
    NOBODY.put("submit/train.sh  ", "gets MNIST from the network; SubmitScriptTest with a stub");
    NOBODY.put(
        "spark-submit --class com.example", "LibraryIT runs the program in a JVM of its own");
    NOBODY.put("submit/import.sh --model model.keras", "ImportJobTest, with a file of its own");
    NOBODY.put("submit/evaluate.sh --model runs/keras", "ImportJobTest");
    NOBODY.put("git ", "a release is made by hand");
  }

  private final List<String> sections;

  RunBy(String... sections) {
    this.sections = List.of(sections);
  }

  List<String> sections() {
    return sections;
  }

  /** Why no test runs a command; empty where one is to. */
  static Optional<String> whyNobody(String command) {
    return NOBODY.keySet().stream().filter(command::startsWith).findFirst();
  }

  /** The commands that somebody is to run, by section. */
  static Map<String, List<String>> runnable() {
    Map<String, List<String>> runnable = new LinkedHashMap<>();
    Page.commands()
        .forEach(
            (section, commands) -> {
              List<String> run = new ArrayList<>(commands);
              run.removeIf(command -> whyNobody(command).isPresent());
              if (!run.isEmpty()) {
                runnable.put(section, run);
              }
            });
    return runnable;
  }
}
