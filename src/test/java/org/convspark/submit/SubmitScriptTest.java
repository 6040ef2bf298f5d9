package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.convspark.config.Build;
import org.convspark.config.Redaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts, copied to a directory with a space in its name, with a stub of spark-submit. */
@DisabledOnOs(OS.WINDOWS)
final class SubmitScriptTest {
  private static final String STUB =
      """
      #!/usr/bin/env bash
      for word in "$@"; do echo "arg:$word"; done
      env | sed 's/^/env:/'
      echo "${STUB_SAYS:-}" >&2
      ${STUB_DOES:-true}
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
          "SPARK_LOCAL_IP",
          "CONVSPARK_ACCEL",
          "OPENBLAS_CORETYPE",
          "OPENBLAS_L2_SIZE",
          "ONEDNN_MAX_CPU_ISA",
          "DNNL_MAX_CPU_ISA");

  private static final String DIRECTORY = "spark.hadoop.convspark.submit.directory";
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
    write(project.resolve("target/convspark_2.13-9-spark4.2-job.jar"), "");
    write(sparkHome.resolve("bin/spark-submit"), STUB);
    write(project.resolve("target/spark-home/bin/spark-submit"), STUB);
    environment.put("SPARK_HOME", sparkHome.toString());
  }

  @Test
  void optionsBeforeTheDashesAreTheCommandsAndThoseAfterAreSparks() throws Exception {
    Result result = run("convspark.sh", "train", "--epochs", "3", "--", "--executor-memory", "2g");

    List<String> arguments = result.arguments();
    int jar =
        arguments.indexOf(project.resolve("target/convspark_2.13-9-spark4.2-job.jar").toString());
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
            "demo",
            "evaluate",
            "predict",
            "features",
            "report",
            "export",
            "import",
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
    assertThat(dry.errors).contains("-Duser.language=en ");
    assertThat(start(List.of("bash", "-c", dry.errors)).arguments())
        .isEqualTo(run("predict.sh", "--out", "a b'c").arguments());
  }

  @Test
  void theCommandIsPrintedWhereItIsAskedForAlone() throws Exception {
    assertThat(run("summary.sh").errors).isBlank();
    assertThat(run("summary.sh", "--verbose").errors).startsWith("env ").contains("summary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key=hunter2",
        "spark.hadoop.fs.s3a.access.key=hunter2",
        "spark.hadoop.fs.azure.account.key.me.blob.core.windows.net=hunter2",
        "spark.authenticate.secret=hunter2",
        "spark.hadoop.convspark.submit.file.2=hunter2",
        "spark.ssl.keyPassword=hunter2",
        "spark.driver.extraJavaOptions=-Da=1 -Djavax.net.ssl.trustStorePassword=hunter2 -Db=2",
        "spark.eventLog.dir=s3a://AKIA:ab/hunter2@bucket/x",
        "spark.jars=https://host/x.jar?v=1&token=hunter2",
        "spark.jars=https://host/x.jar?TOKEN=hunter2",
        "spark.jars=https://host/x.jar?X-Amz-SIGNATURE=hunter2&b=1",
        "spark.jars=https://host/x.jar?SIG=hunter2",
        "spark.executorEnv.AWS_SECRET_ACCESS_KEY=hunter2",
        "spark.executorEnv.AWS_SESSION_TOKEN=hunter2",
        "spark.executorEnv.DB_PASSWORD=hunter2",
        "spark.executor.extraJavaOptions=-DMY_PASSWORD=hunter2",
        "spark.executor.extraJavaOptions=-Dfs.azure.sas=hunter2 -Dfs.sasl=1",
        "spark.executor.extraJavaOptions=-Djavax.net.ssl.trustStorePassword=\"x hunter2\" -Db=2",
        "spark.executor.extraJavaOptions=-Da=1 -Dmy.password='x hunter2'",
        "spark.executor.extraJavaOptions=-Dmy.password=\"x hunter2",
        "spark.executor.extraJavaOptions=\"-Dmy.password=a \\\" hunter2\" -Db=2",
        "spark.executor.extraJavaOptions='-Dmy.password=a hunter2' -Db=2",
        "spark.executor.extraJavaOptions=-Db=2 -D\"my.password=a hunter2\"",
      })
  void thePrintedCommandHasNoSecrets(String setting) throws Exception {
    for (List<String> options : List.of(List.of("--conf", setting), List.of("--conf=" + setting))) {
      List<String> words = new ArrayList<>(List.of("--verbose", "-x", "--"));
      words.addAll(options);
      Result result = run("train.sh", words.toArray(String[]::new));

      assertThat(result.errors).doesNotContain("hunter2").contains("*********(redacted)");
      assertThat(result.arguments()).containsSequence(options);
    }
  }

  @Test
  void whatIsNoSecretStaysInThePrintedCommand() throws Exception {
    String options = "\"-Dmy.password=a b\" -Db=2 -Dfs.sasl=3 -Dd.pwd=\"e f\" \"-Dg=h i\"";
    Result result =
        run("train.sh", "--dry-run", "-x", "--", "--driver-java-options", "-Da=1 " + options);

    assertThat(result.errors)
        .contains(
            "'-Da=1 \"-Dmy.password=*********(redacted)\" -Db=2 -Dfs.sasl=3"
                + " -Dd.pwd=*********(redacted) \"-Dg=h i\"'");
  }

  @Test
  void theScriptAndTheJobCallTheSameThingsSecret() throws Exception {
    assertThat(Files.readString(Path.of("submit/lib/redaction.sh"), UTF_8))
        .contains("secret_key='" + Redaction.KEY.replace("(?i)", "") + "'\n");
  }

  @Test
  void theLogIsWhereNobodyElseCanPutALink() throws Exception {
    Path state = temporary.resolve("state");
    environment.put("XDG_STATE_HOME", state.toString());
    environment.put("TMPDIR", temporary.toString());
    Path directory = state.resolve("convspark");

    assertThat(logDirectory()).isEqualTo(directory.toString());
    // Libraries unpack natives there, by names that can be foreseen for a moment.
    assertThat(setting(run("doctor.sh").arguments(), "spark.driver.defaultJavaOptions"))
        .contains("\"-Djava.io.tmpdir=" + temporary + "/convspark-");
    // Others may have looked into it, but put nothing there.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(logDirectory()).isEqualTo(directory.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    String instead = logDirectory();
    assertThat(instead).startsWith(temporary + "/convspark-");
    Files.delete(directory);
    Files.createSymbolicLink(directory, project);
    assertThat(logDirectory()).isEqualTo(instead);
    Files.delete(Path.of(instead));
    Files.createSymbolicLink(Path.of(instead), project);
    assertThat(Path.of(logDirectory())).isEmptyDirectory().isNotEqualTo(Path.of(instead));
  }

  private String logDirectory() throws Exception {
    String java = setting(run("doctor.sh").arguments(), "spark.driver.defaultJavaOptions");
    Matcher matcher = Pattern.compile("\"-Dconvspark.log.directory=([^\"]+)\"").matcher(java);
    assertThat(matcher.find()).as(java).isTrue();
    return matcher.group(1);
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
        "en_US.ISO-8859-1, null, C.UTF-8, LC_ALL, C.UTF-8",
        "null, null, null, LC_CTYPE, C.UTF-8",
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
    String scala = Build.CURRENT.scala();
    write(
        sparkHome.resolve("jars/spark-core_%s-%s.jar".formatted(scala, Build.CURRENT.spark())), "");
    write(project.resolve("target/convspark_" + scala + "-9-job.jar"), "");
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
        .startsWith(JavaModuleOptions.defaultModuleOptions() + " -")
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

  @ParameterizedTest
  @CsvSource({
    "yarn, Submitted application application_17_0042, yarn application -kill application_17_0042",
    "yarn, nothing, yarn application -kill ID",
    "spark://h:7077, State of driver driver-20260101-0007 is RUNNING,"
        + " org.apache.spark.deploy.Client kill spark://h:7077 driver-20260101-0007",
    "k8s://h, nothing, by the cluster's own means",
  })
  void aSignalEndsTheWaitingForADriverInTheClusterAndNotTheDriver(
      String master, String said, String stop) throws Exception {
    environment.put("STUB_SAYS", "09:00:00 INFO Client: " + said);
    environment.put("STUB_DOES", "exec sleep 600");
    Process script =
        process(
            List.of(
                project.resolve("submit/train.sh").toString(),
                "-x",
                "--",
                "--master",
                master,
                "--deploy-mode",
                "cluster"));
    try {
      while (!Files.readString(temporary.resolve("errors"), UTF_8).contains(said)) {
        assertThat(script.isAlive()).isTrue();
        Thread.sleep(10);
      }
      script.destroy();
      assertThat(script.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      script.descendants().forEach(ProcessHandle::destroyForcibly);
      script.destroyForcibly();
    }

    assertThat(script.exitValue()).isEqualTo(3);
    assertThat(Files.readString(temporary.resolve("errors"), UTF_8))
        .contains("convspark: interrupted; the driver goes on in the cluster. ")
        .contains(stop);
  }

  /** spark-submit's 1 is no wrong usage, and its 255 nobody's. */
  @ParameterizedTest
  @CsvSource({
    "yarn, 0, 0",
    "yarn, 1, 3",
    "k8s://h, 1, 3",
    "spark://h:7077, 0, 0",
    "spark://h:7077, 255, 3",
  })
  void whereNothingIsSaidOfADriverInTheClusterTheScriptEndsWith3(
      String master, String submit, int status) throws Exception {
    environment.put("STUB_EXIT", submit);

    assertThat(run("train.sh", "-x", "--", "--master", master, "--deploy-mode", "cluster").status)
        .isEqualTo(status);
  }

  @Test
  void aFileThatCanNotBeReadIsOneLineInsteadOfGoingToTheCluster() throws Exception {
    Path file = Files.writeString(temporary.resolve("my.conf"), "a=1");
    Files.setPosixFilePermissions(file, Set.of());
    assumeThat(Files.isReadable(file)).isFalse();
    Result result =
        run("train.sh", "--config=" + file, "--", "--master=yarn", "--deploy-mode=cluster");

    assertThat(result.status).isEqualTo(2);
    assertThat(result.errors.lines())
        .singleElement()
        .asString()
        .startsWith("convspark: " + file + ": found no permission to read it");
    assertThat(result.output).isEmpty();
  }

  @Test
  void aRelativeDirectoryForTemporaryFilesIsTheCallers() throws Exception {
    Files.createDirectory(temporary.resolve("mine"));
    environment.put("TMPDIR", "mine");

    assertThat(setting(run("doctor.sh").arguments(), "spark.driver.defaultJavaOptions"))
        .contains("\"-Djava.io.tmpdir=" + temporary + "/mine/convspark-");
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

  @ParameterizedTest
  @CsvSource({"yarn, client, false", "yarn, cluster, true", "spark://h:7077, cluster, true"})
  void aDriverInTheClusterIsToldWhereTheCommandWasGiven(String master, String mode, boolean told)
      throws Exception {
    List<String> arguments =
        run("train.sh", "-x", "--", "--master", master, "--deploy-mode", mode).arguments();

    assertThat(setting(arguments, DIRECTORY)).isEqualTo(told ? temporary.toString() : "");
  }

  @Test
  void filesOfSettingsAndNetworksGoToADriverInTheCluster() throws Exception {
    Path settings = temporary.resolve("my settings.conf");
    write(settings, "training.epochs = 7\n");
    Path network = temporary.resolve("größe.json");
    write(network, "{}".repeat(100_000));
    List<String> given = new ArrayList<>(List.of("-x", "--config", settings.toString()));
    given.add("--network=file:" + network);
    for (String path : List.of("file:none.json", "hdfs://h/a.json", "dense")) {
      given.addAll(List.of("--network", path));
    }
    List<String> here = run("train.sh", given.toArray(String[]::new)).arguments();
    given.addAll(List.of("--", "--master", "yarn", "--deploy-mode", "cluster"));
    List<String> there = run("train.sh", given.toArray(String[]::new)).arguments();

    Map<String, String> carried = new TreeMap<>();
    for (String word : there) {
      if (word.startsWith("spark.hadoop.convspark.submit.file.")) {
        String[] encoded = word.substring(word.indexOf('=') + 1).split(":");
        try (GZIPInputStream in =
            new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(encoded[1])))) {
          carried.put(
              new String(Base64.getDecoder().decode(encoded[0]), UTF_8),
              new String(in.readAllBytes(), UTF_8));
        }
      }
    }
    assertThat(carried)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                settings.toString(),
                "training.epochs = 7\n",
                "file:" + network,
                "{}".repeat(100_000)));
    assertThat(here).noneMatch(word -> word.contains("convspark.submit"));
  }

  @Test
  void aFileTooLargeForACommandLineIsOneLine() throws Exception {
    byte[] noise = new byte[150_000];
    new Random(1).nextBytes(noise);
    Path file = Files.write(temporary.resolve("large.conf"), noise);
    Result result =
        run(
            "train.sh",
            "--config",
            file.toString(),
            "--",
            "--master",
            "yarn",
            "--deploy-mode",
            "cluster");

    assertThat(result.status).isEqualTo(2);
    assertThat(result.errors.lines())
        .last()
        .asString()
        .startsWith("convspark: " + file + ": too large");
    assertThat(result.output).isEmpty();
  }

  @Test
  void trainingWithoutOptionsStaysOnThisMachine() throws Exception {
    Result result = run("train.sh", "--", "--master", "yarn", "--deploy-mode", "cluster");

    assertThat(result.status).isEqualTo(1);
    assertThat(result.errors).contains("give --data and --out");
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
        .contains(
            "-Dlog4j2.configurationFile=file://"
                + project.toString().replace(" ", "%20")
                + "/conf/log4j2.properties\"");
  }

  @Test
  void withoutSparkHomeTheEmbeddedOneRunsOnThisMachine() throws Exception {
    environment.put("SPARK_HOME", "");
    Result result = run("doctor.sh");

    assertThat(result.environment())
        .containsEntry("SPARK_HOME", project.resolve("target/spark-home").toString());
    assertThat(result.arguments())
        .containsSequence("--master", "local[*]")
        .contains("--driver-memory");
  }

  /** With whatever Spark: the environment is for the web interface, the settings for the rest. */
  @ParameterizedTest
  @CsvSource(
      value = {
        "local[2], true, true",
        "spark://127.0.0.1:7077, true, false",
        "spark://localhost:7077, true, false",
        "'local-cluster[2,1,512]', true, false",
        "spark://h:7077, false, false",
        "yarn, false, false",
      })
  void whatNobodyElseNeedsListensOnLoopback(String master, boolean page, boolean driver)
      throws Exception {
    Result result = run("train.sh", "-x", "--", "--master", master);

    assertThat(result.environment().get("SPARK_LOCAL_IP")).isEqualTo(page ? "127.0.0.1" : null);
    assertThat(setting(result.arguments(), "spark.driver.bindAddress"))
        .isEqualTo(driver ? "127.0.0.1" : "");
  }

  @Test
  void theUserMayOpenALocalRun() throws Exception {
    environment.put("SPARK_LOCAL_IP", "192.0.2.1");
    Result result = run("train.sh", "-x", "--", "--conf", "spark.driver.bindAddress=0.0.0.0");

    assertThat(result.environment()).containsEntry("SPARK_LOCAL_IP", "192.0.2.1");
    assertThat(setting(result.arguments(), "spark.driver.bindAddress")).isEqualTo("0.0.0.0");
  }

  @Test
  void whoOpensAClusterIsToldHowToProtectIt() throws Exception {
    write(sparkHome.resolve("bin/spark-class"), "exit 1");
    Path secure = temporary.resolve("secure.properties");
    write(secure, "spark.authenticate true\nspark.ui.filters=org.example.Login\n");

    assertThat(run("cluster.sh", "start", "--host", "192.0.2.1").errors)
        .contains("whoever reaches 192.0.2.1", "set spark.authenticate, spark.ui.filters");
    assertThat(
            run("cluster.sh", "start", "--host=192.0.2.1", "--properties-file", secure.toString())
                .errors)
        .doesNotContain("whoever");
    assertThat(run("cluster.sh", "start").errors).doesNotContain("whoever");
    write(sparkHome.resolve("conf/spark-defaults.conf"), Files.readString(secure));
    assertThat(run("cluster.sh", "start", "--host=192.0.2.1").errors).doesNotContain("whoever");
    environment.put("TMPDIR", "/nowhere");
    Result refused = run("cluster.sh", "start");
    assertThat(refused.status).isEqualTo(2);
    assertThat(refused.errors).startsWith("cluster: /nowhere: found no permission or no room");
    assertThat(run("cluster.sh", "start", "--host", "0.0.0.0").status).isEqualTo(1);
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
    int status = process(command).waitFor();
    return new Result(
        status,
        Files.readString(temporary.resolve("output"), UTF_8),
        Files.readString(temporary.resolve("errors"), UTF_8));
  }

  private Process process(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectOutput(temporary.resolve("output").toFile())
            .redirectError(temporary.resolve("errors").toFile());
    builder.environment().keySet().removeAll(ACCELERATION.keySet());
    builder.environment().keySet().removeAll(KEPT_OUT);
    builder.environment().putAll(environment);
    return builder.start();
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
