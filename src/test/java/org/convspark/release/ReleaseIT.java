package org.convspark.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convspark.config.Build;
import org.convspark.docs.Page;
import org.convspark.submit.SubmitScript;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of a release, unpacked where there is a JDK and a Spark home, but no Maven or git.
 */
final class ReleaseIT {
  private static final Path ARCHIVE = Path.of(System.getProperty("convspark.archive"));
  private static final String SPARK_HOME = System.getProperty("convspark.spark.home");
  private static final Set<String> NOT_THERE = Set.of("mvn", "mvnDebug", "git");

  @TempDir private static Path directory;
  private static Path root;
  private static Path programs;

  @BeforeAll
  static void unpack() throws Exception {
    assertThat(ARCHIVE).as("written by mvn -Prelease package").exists();
    Path empty = Files.createDirectory(directory.resolve("empty"));
    succeed(List.of("tar", "-xzf", ARCHIVE.toString(), "-C", empty.toString()));
    try (Stream<Path> unpacked = Files.list(empty)) {
      root = unpacked.findFirst().orElseThrow();
    }
    programs = Files.createDirectory(directory.resolve("bin"));
    for (String each : System.getenv("PATH").split(File.pathSeparator)) {
      linkPrograms(Path.of(each));
    }
  }

  private static void linkPrograms(Path from) throws IOException {
    if (Files.isDirectory(from)) {
      try (Stream<Path> entries = Files.list(from)) {
        for (Path entry : entries.toList()) {
          Path link = programs.resolve(entry.getFileName());
          if (!NOT_THERE.contains(entry.getFileName().toString())
              && !Files.isDirectory(entry)
              && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, entry.toAbsolutePath());
          }
        }
      }
    }
  }

  @Test
  void isOneDirectoryOfItsName() {
    assertThat(ARCHIVE).hasFileName(root.getFileName() + ".tar.gz");
    assertThat(root.resolve("submit/train.sh")).isExecutable();
    assertThat(root.resolve("data-prep/fetch.sh")).isExecutable();
    assertThat(root.resolve("pom.xml")).doesNotExist();
  }

  @Test
  void itsChecksumsHoldAndLeaveNothingOut() throws Exception {
    Path target = ARCHIVE.toAbsolutePath().getParent();
    succeed(inDirectory(target, "sha256sum --check --strict " + ARCHIVE.getFileName() + ".sha256"));
    succeed(inDirectory(root, "sha256sum --check --strict --quiet SHA256SUMS"));
    Set<String> listed =
        Files.readAllLines(root.resolve("SHA256SUMS")).stream()
            .map(line -> line.substring(line.indexOf("  ") + 2))
            .collect(Collectors.toSet());
    assertThat(listed).isEqualTo(files(path -> !path.equals("SHA256SUMS")));
  }

  @Test
  void linksOfItsPagesLeadSomewhere() throws IOException {
    Set<String> pages = files(path -> path.endsWith(".md"));
    assertThat(pages).contains("README.md", "src/docs/training.md");
    for (String page : pages) {
      Path file = root.resolve(page);
      for (String link : new Page(file, Files.readAllLines(file)).links()) {
        if (!link.startsWith("https://") && !link.startsWith("#")) {
          assertThat(file.resolveSibling(link.replaceFirst("#.*", ""))).as(page).exists();
        }
      }
    }
  }

  @Test
  void theBillNamesWhatTheJobJarBundlesWithItsLicences() throws IOException {
    JsonNode bill = new ObjectMapper().readTree(root.resolve("bom.json").toFile());
    Set<String> names = new HashSet<>();
    bill.get("components").forEach(each -> names.add(each.get("name").asText()));
    Set<String> licensed =
        Files.readAllLines(root.resolve("licenses/bundled.txt")).stream()
            .map(line -> line.replaceFirst("[#\\s].*", ""))
            .collect(Collectors.toSet());

    assertThat(names).contains("nd4j-native", "dnnl", "dl4j-spark_2.12", "picocli");
    assertThat(licensed).containsAll(names);
    assertThat(bill.at("/metadata/component/name").asText())
        .isEqualTo("convspark_" + Build.CURRENT.scala());
    assertThat(root.resolve("licenses/Apache-2.0.txt")).isNotEmptyFile();
  }

  @Test
  void trainsEvaluatesAndPredicts() throws Exception {
    String run = directory.resolve("run").toString();
    String data = "synthetic:600";

    succeed(
        command("train.sh", "--data", data, "--network", "lenet-1", "--epochs", "1", "--out", run));
    succeed(
        command("evaluate.sh", "--model", run, "--data", data, "--out", directory + "/evaluated"));
    SubmitScript.Result predicted =
        succeed(
            command(
                "predict.sh", "--model", run, "--data", data, "--out", directory + "/predicted"));

    assertThat(Path.of(run, "model.zip")).isNotEmptyFile();
    assertThat(directory.resolve("evaluated/metrics.json")).isNotEmptyFile();
    assertThat(directory.resolve("predicted/_SUCCESS")).as(predicted.toString()).exists();
  }

  @Test
  void saysItsVersions() throws Exception {
    assertThat(succeed(command("convspark.sh", "--version")).out())
        .contains("ConvSpark " + Build.CURRENT.version())
        .contains("Spark " + Build.CURRENT.spark())
        .contains("Scala " + Build.CURRENT.scala())
        .containsPattern("Java \\d")
        .containsPattern("DL4J \\d")
        .containsPattern("oneDNN \\d");
  }

  @Test
  void withoutASparkHomeSaysWhatIsMissing() throws Exception {
    List<String> command = command("summary.sh", "--network", "dense");
    command.removeIf(word -> word.startsWith("SPARK_HOME="));

    SubmitScript.Result result = SubmitScript.run(command);

    assertThat(result.exit()).as(result.toString()).isEqualTo(2);
    assertThat(result.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("convspark: ")
        .contains("SPARK_HOME");
  }

  /** A script of the archive, with the Spark home of the build. */
  private static List<String> command(String script, String... options) {
    List<String> command = new ArrayList<>();
    command.add("env");
    command.add("PATH=" + programs);
    command.add("JAVA_HOME=" + System.getProperty("java.home"));
    command.add("SPARK_HOME=" + SPARK_HOME);
    command.add(root.resolve("submit").resolve(script).toString());
    command.addAll(List.of(options));
    command.addAll(List.of("--", "--master", "local[2]", "--driver-memory", "1g"));
    return command;
  }

  private static List<String> inDirectory(Path where, String command) {
    return List.of("bash", "-c", "cd '" + where + "' && " + command);
  }

  private static SubmitScript.Result succeed(List<String> command) throws Exception {
    SubmitScript.Result result = SubmitScript.run(command);
    assertThat(result.exit()).as(command + "\n" + result).isZero();
    return result;
  }

  private static Set<String> files(Predicate<String> which) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(which)
          .collect(Collectors.toSet());
    }
  }
}
