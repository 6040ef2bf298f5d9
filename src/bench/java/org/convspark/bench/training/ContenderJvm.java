package org.convspark.bench.training;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a contender's JVM is started: as the benchmark's own was, but for what the entrant says. */
final class ContenderJvm {
  /** What submit/lib/acceleration.sh sets. */
  private static final List<String> ACCELERATION_ENVIRONMENT =
      List.of(
          "MALLOC_MMAP_MAX_",
          "MALLOC_TRIM_THRESHOLD_",
          "MALLOC_TOP_PAD_",
          "GLIBC_TUNABLES",
          "OMP_NUM_THREADS",
          "OPENBLAS_NUM_THREADS");

  private static final List<String> ACCELERATION_ARGUMENTS =
      List.of("-XX:+UseTransparentHugePages", "-Dorg.eclipse.deeplearning4j.helpers.disable=false");

  private ContenderJvm() {}

  /**
   * @param log takes what it writes on stderr
   */
  static ProcessBuilder builder(
      Entrant entrant, Assignment assignment, KernelChoice kernels, File log) {
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
      environment.keySet().removeAll(ACCELERATION_ENVIRONMENT);
    }
    environment.putAll(kernels.environment());
    environment.putAll(entrant.environment());
    return builder.redirectError(log);
  }
}
