package org.convspark.submit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.bytedeco.javacpp.Loader;
import org.convspark.config.Build;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build puts into the jar that is sent to every executor. */
final class JobJarIT {
  private static final Path JAR = TestedBuild.jobJar();
  private static final String LICENSES = "META-INF/licenses/";

  @Test
  void holdsTheNativesOfOnePlatform() throws IOException {
    List<String> libraries =
        entries().stream().filter(name -> name.matches(".*(nd4jcpu|openblas)\\..*")).toList();

    assertThat(libraries)
        .anyMatch(name -> name.contains("nd4jcpu."))
        .anyMatch(name -> name.contains("jniopenblas."))
        .allMatch(name -> name.contains("/" + Loader.getPlatform()) || name.endsWith(".class"));
  }

  @Test
  void leavesOutWhatSparkBrings() throws IOException {
    assertThat(entries())
        .contains("org/apache/spark/TaskContextHelper.class") // dl4j-spark's own
        .noneMatch(name -> name.startsWith("org/apache/spark/SparkContext"))
        .noneMatch(name -> name.startsWith("scala/"))
        .noneMatch(name -> name.startsWith("org/apache/hadoop/"))
        .noneMatch(name -> name.startsWith("com/fasterxml/"))
        .noneMatch(name -> name.startsWith("org/slf4j/"));
  }

  /** Scala's own classes come from Spark's home, in the one version that is there. */
  @Test
  void onlyDl4jSparkOfWhatItBundlesNamesScala() throws IOException {
    Pattern scala = Pattern.compile("(^|[^a-z/])scala/");
    List<String> naming = new ArrayList<>();
    try (var jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          if (scala.matcher(new String(in.readAllBytes(), ISO_8859_1)).find()) {
            naming.add(entry.getName());
          }
        }
      }
    }
    assertThat(naming)
        .contains("org/convspark/shims/SparkShims.class")
        .allMatch(
            name ->
                name.startsWith("org/convspark/")
                    || name.startsWith("org/deeplearning4j/spark/")
                    || name.equals("org/apache/spark/TaskContextHelper.class"));
  }

  @Test
  void carriesTheLicencesOfWhatItBundles() throws IOException {
    Set<String> texts =
        Files.readAllLines(Path.of("src/build/licenses/bundled.txt")).stream()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .flatMap(line -> Stream.of(line.split("\\s+")).skip(1))
            .map(license -> LICENSES + license + ".txt")
            .collect(Collectors.toSet());

    assertThat(texts).hasSizeGreaterThan(5);
    assertThat(entries())
        .contains(LICENSES + "bundled.txt")
        .containsAll(texts)
        // Those that the artifacts bring themselves, one of which would overwrite the other.
        .contains(LICENSES + "jackson/NOTICE", LICENSES + "unbescape/NOTICE.txt")
        .noneMatch(name -> name.matches("META-INF/(LICENSE|NOTICE).*"));
  }

  @Test
  void runsBesideOtherVersionsOfItsLibraries(@TempDir Path directory) throws Exception {
    Path jar = otherVersions(directory);

    SubmitScript.Result result =
        SubmitScript.scriptWith(
            List.of("--conf", "spark.driver.extraClassPath=" + jar, "--jars", jar.toString()),
            "summary.sh",
            "--network",
            "dense");

    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.out()).contains("Total params");
  }

  /** A jar with classes of the same names and nothing in them, which come first. */
  private static Path otherVersions(Path directory) throws IOException {
    Path jar = directory.resolve("users.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name :
          List.of(
              "com.typesafe.config.ConfigFactory",
              "com.typesafe.config.Config",
              "io.pebbletemplates.pebble.PebbleEngine",
              "me.tongfei.progressbar.ProgressBar",
              "org.jline.terminal.impl.exec.ExecPty",
              "org.jline.utils.Signals",
              "org.tensorflow.framework.GraphDef",
              "picocli.CommandLine")) {
        Path source = directory.resolve(name.replace('.', '/') + ".java");
        Files.createDirectories(source.getParent());
        int dot = name.lastIndexOf('.');
        Files.writeString(
            source,
            "package " + name.substring(0, dot) + "; class " + name.substring(dot + 1) + " {}");
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
        assertThat(status).isZero();
        out.putNextEntry(new ZipEntry(name.replace('.', '/') + ".class"));
        Files.copy(Path.of(source.toString().replace(".java", ".class")), out);
        out.closeEntry();
      }
    }
    return jar;
  }

  @Test
  void itsManifestAndTheLibrarysSayWhatTheyWereBuiltFor() throws IOException {
    for (Path file : List.of(JAR, Path.of(System.getProperty("convspark.jar")))) {
      try (var jar = new JarFile(file.toFile())) {
        Attributes manifest = jar.getManifest().getMainAttributes();
        assertThat(
                new Build(
                    manifest.getValue("Implementation-Version"),
                    manifest.getValue("Spark-Version"),
                    manifest.getValue("Scala-Version")))
            .isEqualTo(Build.CURRENT);
        assertThat(manifest.getValue("Main-Class")).isEqualTo("org.convspark.Main");
        Properties properties = new Properties();
        try (InputStream in =
            jar.getInputStream(jar.getEntry("org/convspark/config/build.properties"))) {
          properties.load(in);
        }
        assertThat(properties)
            .containsEntry("version", Build.CURRENT.version())
            .containsEntry("spark", Build.CURRENT.spark())
            .containsEntry("scala", Build.CURRENT.scala());
      }
    }
  }

  @Test
  void isSmallEnoughToSendToEveryExecutor() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(250_000_000L);
  }

  private static List<String> entries() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }
}
