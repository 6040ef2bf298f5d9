package org.convspark.bench.training;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convspark.config.UsageException;

/** Another build of ConvSpark, to compare this one with: its class path. */
final class OtherBuild {
  private static final Path CLASSES = Path.of("target", "classes");

  private OtherBuild() {}

  /**
   * @param where a build's target directory, of which the job jar and the Spark home are taken, as
   *     submit/ does; or a class path, which replaces this build's classes before its dependencies
   */
  static String classPath(String where) throws IOException {
    String benchmark = ownClasses("org/convspark/bench");
    if (where.contains(File.pathSeparator) || !Files.isDirectory(Path.of(where, "classes"))) {
      return benchmark + File.pathSeparator + where + File.pathSeparator + dependencies();
    }
    try (Stream<Path> files = Files.list(Path.of(where))) {
      Path jobJar =
          files
              .filter(file -> file.getFileName().toString().endsWith("-job.jar"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--against", where, "a target directory with a job jar: package it"));
      return String.join(
          File.pathSeparator,
          benchmark,
          jobJar.toString(),
          Path.of(where, "spark-home", "jars").resolve("*").toString());
    }
  }

  /** The entry of this class path that holds a directory of classes. */
  private static String ownClasses(String directory) {
    return entries()
        .filter(entry -> Files.isDirectory(Path.of(entry, directory)))
        .findFirst()
        .orElseThrow();
  }

  private static String dependencies() {
    return entries()
        .filter(entry -> !Path.of(entry).endsWith(CLASSES))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Stream<String> entries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }
}
