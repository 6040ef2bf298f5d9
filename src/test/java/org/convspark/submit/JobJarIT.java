package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** What the build puts into the jar that is sent to every executor. */
final class JobJarIT {
  private static final Path JAR = Path.of(System.getProperty("convspark.job.jar"));

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
