package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts, copied to a directory with a space in its name, with a stub of spark-submit. */
@DisabledOnOs(OS.WINDOWS)
final class SubmitScriptTest {
  private static final String STUB =
      """
      #!/usr/bin/env bash
      for word in "$@"; do echo "arg:$word"; done
      env | sed 's/^/env:/'
      echo "${STUB_SAYS:-}" >&2
      exit "${STUB_EXIT:-0}"
      """;

  /** What {@code submit/lib/acceleration.sh} sets. */
  private static final Map<String, String> ACCELERATION =
      Map.of(
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "8000000000",
          "MALLOC_TOP_PAD_", "67108864",
          "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1",
          "OMP_NUM_THREADS", "1",
          "OPENBLAS_NUM_THREADS", "1");

  /** What the machine that tests may have set. */
  private static final Set<String> KEPT_OUT =
      Set.of(
          "MASTER",
          "SPARK_CONF_DIR",
          "CONVSPARK_ACCEL",
          "OPENBLAS_CORETYPE",
          "OPENBLAS_L2_SIZE",
          "ONEDNN_MAX_CPU_ISA",
          "DNNL_MAX_CPU_ISA");

  private static final String EXECUTORS = "spark.executorEnv.LC_ALL";
  private static final String HELPERS = "-Dorg.eclipse.deeplearning4j.helpers.disable=false";

  @TempDir private Path temporary;
  private Path project;
  private Path sparkHome;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void copyScripts() throws IOException {
    project = temporary.resolve("the project");
    sparkHome = temporary.resolve("spark");
    for (String directory : List.of("submit", "conf")) {
      copy(Path.of(directory), project.resolve(directory));
    }
    Files.copy(Path.of("pom.xml"), project.resolve("pom.xml"));
    write(project.resolve("target/convspark-9-job.jar"), "");
    write(sparkHome.resolve("bin/spark-submit"), STUB);
    write(project.resolve("target/spark-home/bin/spark-submit"), STUB);
    environment.put("SPARK_HOME", sparkHome.toString());
  }

  @Test
  void optionsBeforeTheDashesAreTheCommandsAndThoseAfterAreSparks() throws Exception {
    Result result = run("convspark.sh", "train", "--epochs", "3", "--", "--executor-memory", "2g");

    List<String> arguments = result.arguments();
    int jar = arguments.indexOf(project.resolve("target/convspark-9-job.jar").toString());
    assertThat(arguments.subList(jar + 1, arguments.size()))
        .containsExactly("train", "--epochs", "3");
    assertThat(arguments.subList(0, jar))
        .containsSequence("--executor-memory", "2g")
        .endsWith("--class", "org.convspark.Main");
  }

  @Test
  void aScriptOfACommandsNameRunsThatCommand() throws Exception {
    for (String command :
        List.of(
            "train",
            "prepare",
            "summary",
            "evaluate",
            "predict",
            "features",
            "report",
            "export",
            "doctor")) {
      assertThat(run(command + ".sh", "--limit", "1").arguments())
          .endsWith(command, "--limit", "1");
    }
  }

  @Test
  void wordsKeepTheirSpacesAndQuotes() throws Exception {
    assertThat(run("predict.sh", "--out", "a b'c \"d\" $e", "").arguments())
        .endsWith("predict", "--out", "a b'c \"d\" $e", "");
  }

  @Test
  void thePrintedCommandIsOneLineThatAShellReadsBack() throws Exception {
    Result dry = run("predict.sh", "--dry-run", "--out", "a b'c");

    assertThat(dry.output).isEmpty();
    assertThat(dry.errors.lines()).hasSize(1);
    assertThat(start(List.of("bash", "-c", dry.errors)).arguments())
        .isEqualTo(run("predict.sh", "--out", "a b'c").arguments());
  }

  /** Under C and POSIX Java loses letters beyond ASCII in the names of files. */
  @ParameterizedTest
  @CsvSource(
      value = {
        "C, null, null, LC_ALL, C.UTF-8",
        "POSIX, null, de_DE.UTF-8, LC_ALL, C.UTF-8",
        "null, null, C, LC_CTYPE, C.UTF-8",
        "null, POSIX, null, LC_CTYPE, C.UTF-8",
        "null, null, no_SUCH.UTF-8, LC_CTYPE, C.UTF-8",
        "C.UTF-8, null, null, LC_CTYPE, null",
        "null, C.UTF-8, C, LC_ALL, null",
      },
      nullValues = "null")
  void javaHasALocaleOfUtf8(String all, String type, String lang, String name, String value)
      throws Exception {
    environment.put("LC_ALL", all == null ? "" : all);
    environment.put("LC_CTYPE", type == null ? "" : type);
    environment.put("LANG", lang == null ? "" : lang);

    Map<String, String> found = run("predict.sh", "--data", "größe").environment();
    if (value == null) {
      assertThat(found.getOrDefault(name, "")).isEqualTo(environment.get(name));
    } else {
      assertThat(found).containsEntry(name, value);
    }
    assertThat(found.getOrDefault("LANG", "")).isEqualTo(environment.get("LANG"));
  }

  @Test
  void executorsHaveALocaleOfUtf8UnlessTheUserSaysAnother() throws Exception {
    String master = "spark://h:7077";
    assertThat(setting(run("train.sh", "-x", "--", "--master", master).arguments(), EXECUTORS))
        .isEqualTo("C.UTF-8");
    assertThat(
            setting(
                run(
                        "train.sh",
                        "-x",
                        "--",
                        "--master",
                        master,
                        "--conf",
                        EXECUTORS + "=de_DE.UTF-8")
                    .arguments(),
                EXECUTORS))
        .isEqualTo("de_DE.UTF-8");
    assertThat(setting(run("train.sh", "-x").arguments(), EXECUTORS)).isEmpty();
    assertThat(
            setting(
                run("train.sh", "-x", "--", "--master", "yarn", "--deploy-mode", "cluster")
                    .arguments(),
                "spark.yarn.appMasterEnv.LC_ALL"))
        .isEqualTo("C.UTF-8");
  }

  @Test
  void theExitStatusIsTheJobs() throws Exception {
    for (int status : List.of(0, 1, 2, 3)) {
      environment.put("STUB_EXIT", Integer.toString(status));
      assertThat(run("report.sh", "--run", "x").status).isEqualTo(status);
    }
  }

  @Test
  void theDriverGetsTheEnvironmentThatMakesTrainingFast() throws Exception {
    assertThat(run("train.sh", "--epochs", "1").environment()).containsAllEntriesOf(ACCELERATION);
  }

  @Test
  void testsRunWithTheSameEnvironment() {
    assertThat(System.getenv()).containsAllEntriesOf(ACCELERATION);
    // Not the property, which a test that turns acceleration off has set.
    assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments()).contains(HELPERS);
  }

  @Test
  void executorsOfAClusterGetTheSameEnvironment() throws Exception {
    List<String> arguments =
        run("train.sh", "--epochs", "1", "--", "--master", "spark://h:7077").arguments();

    ACCELERATION.forEach(
        (name, value) ->
            assertThat(arguments)
                .containsSequence("--conf", "spark.executorEnv." + name + "=" + value));
    assertThat(setting(arguments, "spark.executor.defaultJavaOptions")).contains(HELPERS);
  }

  @Test
  void aDriverOnYarnGetsTheSameEnvironmentAndNoFileOfThisMachine() throws Exception {
    List<String> arguments =
        run("train.sh", "-x", "--", "--master", "yarn", "--deploy-mode", "cluster").arguments();

    ACCELERATION.forEach(
        (name, value) ->
            assertThat(arguments).contains("spark.yarn.appMasterEnv." + name + "=" + value));
    assertThat(setting(arguments, "spark.driver.defaultJavaOptions"))
        .contains(HELPERS)
        .doesNotContain("log4j2");
  }

  @Test
  void whatTheUserHasSetStays() throws Exception {
    environment.put("OMP_NUM_THREADS", "4");
    write(
        sparkHome.resolve("conf/spark-defaults.conf"),
        "spark.executorEnv.MALLOC_TOP_PAD_  7\nspark.master=spark://defaults:7077\n");
    Result result =
        run("train.sh", "-x", "--", "--conf", "spark.executorEnv.OPENBLAS_NUM_THREADS=5");

    assertThat(result.environment()).containsEntry("OMP_NUM_THREADS", "4");
    assertThat(result.arguments())
        .contains("spark.executorEnv.OMP_NUM_THREADS=4", "spark.executorEnv.OPENBLAS_NUM_THREADS=5")
        .doesNotContain(
            "--master",
            "--driver-memory",
            "spark.executorEnv.OPENBLAS_NUM_THREADS=1",
            "spark.executorEnv.MALLOC_TOP_PAD_=67108864");
  }

  @Test
  void aDriverInAStandaloneClusterGetsWhatSparkForgets() throws Exception {
    List<String> arguments =
        run(
                "train.sh",
                "-x",
                "--",
                "--master",
                "spark://h:7077",
                "--deploy-mode",
                "cluster",
                "--conf",
                "spark.driver.extraJavaOptions=-Dmine=1")
            .arguments();

    assertThat(setting(arguments, "spark.driver.extraJavaOptions"))
        .startsWith(JavaModuleOptions.defaultModuleOptions())
        .contains(HELPERS)
        .endsWith(" -Dmine=1");
    assertThat(arguments).contains("spark.standalone.submit.waitAppCompletion=true");
  }

  /** spark-submit itself ends with 0 there, whatever became of the driver. */
  @ParameterizedTest
  @CsvSource({"FINISHED, 0", "FAILED, 3", "ERROR, 3", "KILLED, 3"})
  void aDriverInAStandaloneClusterDecidesTheExitStatus(String state, int status) throws Exception {
    environment.put(
        "STUB_SAYS",
        "09:00:00 INFO ClientEndpoint: State of driver driver-7 is "
            + state
            + ", exiting spark-submit JVM.");
    Result result =
        run("train.sh", "-x", "--", "--master", "spark://h:7077", "--deploy-mode", "cluster");

    assertThat(result.status).isEqualTo(status);
    assertThat(result.errors.contains("ended as " + state)).isEqualTo(status != 0);
  }

  /** Executors that take other kernels than the driver's would train other last bits. */
  @Test
  void executorsGetTheKernelsThatTheUserChose() throws Exception {
    environment.put("OPENBLAS_CORETYPE", "Zen");
    List<String> onYarn =
        run("train.sh", "-x", "--", "--master", "yarn", "--deploy-mode", "cluster").arguments();

    assertThat(onYarn)
        .contains("spark.executorEnv.OPENBLAS_CORETYPE=Zen")
        .contains("spark.yarn.appMasterEnv.OPENBLAS_CORETYPE=Zen")
        .noneMatch(word -> word.contains("DNNL_MAX_CPU_ISA"));
    assertThat(run("train.sh", "-x").arguments()).noneMatch(word -> word.contains("CORETYPE"));
  }

  @ParameterizedTest
  @CsvSource({
    "train, --help, true, false",
    "prepare, -h, true, false",
    "summary, --network=dense, true, false",
    "report, --run=x, true, false",
    "predict, --data=., false, true",
    "predict, --data=no-such.png, false, true",
    "predict, --config=x, false, true",
    "evaluate, --out=x, false, true",
    "train, --epochs=1, false, false",
    "doctor, --out=x, false, false",
  })
  void whatRunsForSecondsIsCompiledLess(String command, String option, boolean brief, boolean late)
      throws Exception {
    String java =
        setting(
            run("convspark.sh", command, option).arguments(), "spark.driver.defaultJavaOptions");

    assertThat(java.contains("-XX:TieredStopAtLevel=1")).isEqualTo(brief);
    assertThat(java.contains("-XX:Tier4InvocationThreshold=")).isEqualTo(late);
  }

  @Test
  void onePictureIsPredictedInSeconds() throws Exception {
    String picture = Files.createFile(temporary.resolve("seven.PNG")).toString();
    for (List<String> options : List.of(List.of("--data", picture), List.of("--data=" + picture))) {
      List<String> arguments = new ArrayList<>(List.of("predict"));
      arguments.addAll(options);
      assertThat(
              setting(
                  run("convspark.sh", arguments.toArray(String[]::new)).arguments(),
                  "spark.driver.defaultJavaOptions"))
          .contains("-XX:TieredStopAtLevel=1");
    }
  }

  @Test
  void aDriverOnAnotherMachineIsCompiledAsThatMachineDoes() throws Exception {
    assertThat(run("summary.sh", "--", "--master", "yarn", "--deploy-mode", "cluster").arguments())
        .noneMatch(word -> word.contains("Tier"));
  }

  @Test
  void theUsersJavaOptionsStayBesideOurs() throws Exception {
    List<String> arguments =
        run(
                "train.sh",
                "-x",
                "--",
                "--conf",
                "spark.driver.extraJavaOptions=-Da=1",
                "--conf",
                "spark.driver.defaultJavaOptions=-Db=2")
            .arguments();

    assertThat(arguments).contains("spark.driver.extraJavaOptions=-Da=1");
    assertThat(setting(arguments, "spark.driver.defaultJavaOptions"))
        .contains(HELPERS)
        .endsWith(" -Db=2");
  }

  @Test
  void accelerationCanBeTurnedOff() throws Exception {
    for (List<String> words :
        List.of(List.of("--set", "accel.enabled=false"), List.of("--set=accel.enabled=false"))) {
      assertAccelerationOff(run("train.sh", words.toArray(String[]::new)));
    }

    environment.put("CONVSPARK_ACCEL", "off");
    Result result = run("train.sh", "--epochs", "1");
    assertAccelerationOff(result);
    assertThat(result.arguments())
        .endsWith("train", "--set", "accel.enabled=false", "--epochs", "1");
  }

  private static void assertAccelerationOff(Result result) {
    assertThat(setting(result.arguments(), "spark.driver.defaultJavaOptions"))
        .doesNotContain(HELPERS);
    assertThat(result.environment())
        .doesNotContainKeys(ACCELERATION.keySet().toArray(String[]::new));
  }

  @Test
  void verboseIsForTheScriptOnly() throws Exception {
    List<String> arguments = run("doctor.sh", "--verbose").arguments();

    assertThat(arguments).endsWith("doctor");
    assertThat(setting(arguments, "spark.driver.defaultJavaOptions"))
        .contains("-Dconvspark.log.level=info")
        .contains("\"-Dlog4j2.configurationFile=" + project + "/conf/log4j2.properties\"");
  }

  @Test
  void withoutSparkHomeTheEmbeddedOneRunsOnThisMachine() throws Exception {
    environment.put("SPARK_HOME", "");
    Result result = run("doctor.sh");

    assertThat(result.environment())
        .containsEntry("SPARK_HOME", project.resolve("target/spark-home").toString());
    assertThat(result.arguments())
        .containsSequence("--properties-file", project + "/conf/spark-local.properties")
        .containsSequence("--master", "local[*]")
        .contains("--driver-memory");
  }

  @Test
  void aSparkHomeWithoutSparkIsWrongInput() throws Exception {
    environment.put("SPARK_HOME", "/nowhere");
    Result result = run("doctor.sh");

    assertThat(result.status).isEqualTo(2);
    assertThat(result.errors).contains("/nowhere/bin/spark-submit").contains("set SPARK_HOME");
  }

  @Test
  void theBareTrainPreparesMnistFirst() throws Exception {
    write(project.resolve("data-prep/fetch.sh"), "mkdir -p data/mnist");
    Result result = run("train.sh");

    assertThat(result.arguments())
        .containsSequence("prepare", "--source", "data/mnist", "--out", "data/mnist-parquet")
        .endsWith("train", "--data", "data/mnist-parquet");
  }

  @Test
  void theBareTrainFallsBackToSyntheticDigits() throws Exception {
    write(project.resolve("data-prep/fetch.sh"), "exit 2");
    Result result = run("train.sh");

    assertThat(result.arguments()).endsWith("train", "--data", "synthetic:60000");
    assertThat(result.errors).contains("training on synthetic digits instead");
  }

  @Test
  void theBareTrainStopsWhereMnistIsDamaged() throws Exception {
    write(project.resolve("data-prep/fetch.sh"), "exit 3");
    Result result = run("train.sh");

    assertThat(result.status).isEqualTo(3);
    assertThat(result.output).isEmpty();
  }

  @Test
  void aScriptCanBeCalledThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(temporary.resolve("t"), project.resolve("submit/summary.sh"));

    assertThat(start(List.of(link.toString(), "--network", "dense")).arguments())
        .endsWith("summary", "--network", "dense");
  }

  @Test
  void helpListsTheCommandsAndNeedsNoSpark() throws Exception {
    environment.put("SPARK_HOME", "/nowhere");

    assertThat(run("convspark.sh", "--help").output).contains("train", "doctor", "--dry-run");
    assertThat(run("convspark.sh").status).isEqualTo(1);
  }

  private Result run(String script, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(project.resolve("submit/" + script).toString()));
    command.addAll(Arrays.asList(words));
    return start(command);
  }

  private Result start(List<String> command) throws Exception {
    Path output = temporary.resolve("output");
    Path errors = temporary.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeAll(ACCELERATION.keySet());
    builder.environment().keySet().removeAll(KEPT_OUT);
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Result(status, Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
  }

  private static String setting(List<String> arguments, String key) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(key + "="))
        .reduce((first, last) -> last)
        .map(argument -> argument.substring(key.length() + 1))
        .orElse("");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** What a script printed, and its exit status. */
  private record Result(int status, String output, String errors) {
    List<String> arguments() {
      return after("arg:");
    }

    Map<String, String> environment() {
      Map<String, String> variables = new TreeMap<>();
      for (String variable : after("env:")) {
        String[] parts = variable.split("=", 2);
        if (parts.length == 2) {
          variables.put(parts[0], parts[1]);
        }
      }
      return variables;
    }

    private List<String> after(String mark) {
      return output
          .lines()
          .filter(line -> line.startsWith(mark))
          .map(line -> line.substring(mark.length()))
          .toList();
    }
  }
}
