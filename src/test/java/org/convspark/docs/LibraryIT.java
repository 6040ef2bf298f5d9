package org.convspark.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.UntrainedModel;
import org.convspark.config.Build;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.convspark.submit.SubmitScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the page says to write in a pom and a class of one's own, from an empty project. */
@DisabledOnOs(OS.WINDOWS)
final class LibraryIT {
  private static final Path JAR = Path.of(System.getProperty("convspark.jar"));
  private static final Path POM = Path.of(System.getProperty("convspark.pom"));
  private static final Pattern DEPENDENCIES =
      Pattern.compile("(?s) *<dependencies>.*</dependencies>\n");
  private static final int IMAGES = 10;

  @TempDir private Path directory;
  private final List<Path> links = new ArrayList<>();

  /** Before anything deletes the directory, and what they lead to with it. */
  @AfterEach
  void unlink() throws IOException {
    for (Path at : links) {
      Files.delete(at);
    }
  }

  @Test
  void aProgramOfOnesOwnIsBuiltAndPredicts() throws Exception {
    assumeThat(onPath("mvn")).as("Maven").isTrue();
    Path project = Files.createDirectories(directory.resolve("scores"));
    Path sources = Files.createDirectories(project.resolve("src/main/java/com/example"));
    Files.writeString(project.resolve("pom.xml"), pom());
    Files.writeString(sources.resolve("Train.java"), page().blocks("java").get(0));
    Files.writeString(sources.resolve("Scores.java"), page().blocks("java").get(1));

    succeed(maven(project));
    Path model = directory.resolve("model.zip");
    UntrainedModel.write(model);
    images().write().parquet(directory.resolve("images").toString());
    succeed(
        program(
            "Scores", project, model, directory.resolve("images"), directory.resolve("scored")));
    signs().write().parquet(directory.resolve("signs").toString());
    succeed(program("Train", project, directory.resolve("signs"), directory.resolve("pipeline")));

    List<Row> scored =
        LocalSpark.session()
            .read()
            .parquet(directory.resolve("scored").toString())
            .select("customer", "prediction")
            .collectAsList();
    assertThat(scored.stream().map(row -> row.getInt(0)).toList())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, IMAGES).boxed().toList());
    assertThat(scored).allMatch(row -> row.getDouble(1) >= 0 && row.getDouble(1) < 10);
    PipelineModel pipeline = PipelineModel.load(directory.resolve("pipeline").toString());
    assertThat(
            pipeline
                .transform(
                    LocalSpark.session().read().parquet(directory.resolve("signs").toString()))
                .select("class")
                .distinct()
                .collectAsList())
        .allMatch(row -> row.getString(0).startsWith("sign "));
  }

  private static Page page() throws IOException {
    Path path = Path.of("src/docs/library.md");
    return new Page(path, Files.readAllLines(path));
  }

  /** The page's, with the dependencies of this build. */
  private static String pom() throws IOException {
    List<String> blocks = page().blocks("xml");
    String dependencies =
        blocks.stream()
            .map(DEPENDENCIES::matcher)
            .filter(Matcher::find)
            .map(Matcher::group)
            .filter(text -> text.contains(">convspark_" + Build.CURRENT.scala() + "<"))
            .findFirst()
            .orElseThrow();
    assertThat(dependencies)
        .contains("<version>" + Build.CURRENT.version() + "</version>")
        .contains("<version>" + Build.CURRENT.spark() + "</version>");
    return DEPENDENCIES.matcher(blocks.get(0)).replaceFirst(Matcher.quoteReplacement(dependencies));
  }

  /**
   * Compiles, packages and lists the class path, as {@code mvn package} does, but with the plugins
   * that this build has fetched already: what the lifecycle takes depends on Maven's version.
   */
  private List<String> maven(Path project) throws IOException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q"));
    if (System.getProperty("convspark.maven").equals("offline=true")) {
      command.add("-o");
    }
    command.add("-Dmaven.repo.local=" + repository());
    command.addAll(List.of("-f", project.resolve("pom.xml").toString()));
    command.add(goal("compiler", "compile"));
    command.add(goal("jar", "jar"));
    command.add(goal("dependency", "build-classpath"));
    command.add("-Dmdep.outputFile=" + directory.resolve("classpath"));
    return command;
  }

  private static String goal(String plugin, String goal) throws IOException {
    String id = "maven-" + plugin + "-plugin";
    Matcher version =
        Pattern.compile("<artifactId>" + id + "</artifactId>\\s*<version>([^<]+)<")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).as(id).isTrue();
    return "org.apache.maven.plugins:" + id + ":" + version.group(1) + ":" + goal;
  }

  /** What this machine's has, and the library as it would be installed, which isn't put there. */
  private Path repository() throws IOException {
    Path theirs = Path.of(System.getProperty("convspark.local.repository"));
    Path ours = directory.resolve("repository");
    String artifact = "convspark_" + Build.CURRENT.scala();
    Path library = ours.resolve("org/convspark").resolve(artifact).resolve(Build.CURRENT.version());
    Files.createDirectories(library);
    String name = artifact + "-" + Build.CURRENT.version();
    Files.copy(JAR, library.resolve(name + ".jar"));
    Files.copy(POM, library.resolve(name + ".pom"));
    link(theirs, ours);
    link(theirs.resolve("org"), ours.resolve("org"));
    return ours;
  }

  private void link(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path each : entries.toList()) {
        Path link = to.resolve(each.getFileName());
        if (!Files.exists(link)) {
          links.add(Files.createSymbolicLink(link, each));
        }
      }
    }
  }

  private static Dataset<Row> images() {
    List<Row> rows =
        IntStream.range(0, IMAGES)
            .mapToObj(i -> RowFactory.create(i, SyntheticDigits.draw(1, Split.TEST, i)))
            .toList();
    return LocalSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("customer", DataTypes.IntegerType)
                .add("image", DataTypes.BinaryType));
  }

  private static Dataset<Row> signs() {
    List<Row> rows =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    RowFactory.create(
                        "sign " + SyntheticDigits.label(1, Split.TRAIN, i) % 3,
                        SyntheticDigits.draw(1, Split.TRAIN, i)))
            .toList();
    return LocalSpark.session()
        .createDataFrame(
            rows,
            new StructType().add("sign", DataTypes.StringType).add("image", DataTypes.BinaryType));
  }

  private List<String> program(String name, Path project, Path... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().strip().split(" +")));
    command.addAll(List.of("-Xmx1g", "-Dspark.master=local[1]", "-Dspark.ui.enabled=false"));
    command.addAll(
        List.of("-Dspark.driver.host=127.0.0.1", "-Dspark.driver.bindAddress=127.0.0.1"));
    command.add("-classpath");
    command.add(
        project.resolve("target/scores-1.jar")
            + File.pathSeparator
            + Files.readString(directory.resolve("classpath")));
    command.add("com.example." + name);
    Stream.of(arguments).map(Path::toString).forEach(command::add);
    return command;
  }

  private static void succeed(List<String> command) throws Exception {
    SubmitScript.Result result = SubmitScript.run(command);
    assertThat(result.exit()).as(result.toString()).isZero();
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }
}
