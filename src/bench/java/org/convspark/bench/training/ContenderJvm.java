package org.convspark.bench.training;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a contender's JVM is started: as the benchmark's own was, but for what the entrant says. */
final class ContenderJvm {
  private static final Path ACCELERATION = Path.of("submit", "lib", "acceleration.sh");
  private static final Pattern VARIABLE = Pattern.compile(" +([A-Z_]+)=.*");

  private static final List<String> ACCELERATION_ARGUMENTS =
      List.of("-XX:+UseTransparentHugePages", "-Dorg.eclipse.deeplearning4j.helpers.disable=false");

  private ContenderJvm() {}

  /**
   * @param log takes what it writes on stderr
   */
  static ProcessBuilder builder(
      Entrant entrant, Assignment assignment, KernelChoice kernels, File log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (entrant.asItComes()) {
      command.removeAll(ACCELERATION_ARGUMENTS);
    }
    command.addAll(kernels.jvmArguments());
    command.addAll(entrant.jvmArguments());
    command.add("-classpath");
    command.add(
        entrant.classPath().isEmpty()
            ? System.getProperty("java.class.path")
            : entrant.classPath());
    command.add(ContenderMain.class.getName());
    command.add(entrant.kind());
    command.addAll(assignment.toArguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    if (entrant.asItComes()) {
      environment.keySet().removeAll(accelerationEnvironment());
    }
    environment.putAll(kernels.environment());
    environment.putAll(entrant.environment());
    return builder.redirectError(log);
  }

  /** The variables that submit/ sets. */
  private static List<String> accelerationEnvironment() throws IOException {
    List<String> names =
        Files.readAllLines(ACCELERATION).stream()
            .map(VARIABLE::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1))
            .toList();
    if (names.isEmpty()) {
      throw new IllegalStateException(ACCELERATION + " sets no variable that is read here");
    }
    return names;
  }
}
