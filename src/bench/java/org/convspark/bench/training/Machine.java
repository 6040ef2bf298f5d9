package org.convspark.bench.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where it was measured.
 *
 * @param processor its name
 * @param cores that the JVM may use
 * @param flags of the instruction sets that matter: avx2, avx512f and so on
 * @param kernels environment variables that choose kernels, where set
 */
public record Machine(
    String processor, int cores, List<String> flags, Map<String, String> kernels) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /**
   * @param kernels as the contenders have them
   * @throws IOException where there is no /proc/cpuinfo: the contenders' libraries are Linux's
   */
  static Machine here(Map<String, String> kernels) throws IOException {
    List<String> lines = Files.readAllLines(CPUINFO);
    List<String> flags =
        Arrays.stream(value(lines, "flags").split(" "))
            .filter(flag -> flag.matches("fma|avx.*|amx.*"))
            .sorted()
            .toList();
    return new Machine(
        value(lines, "model name")
            + ", family "
            + value(lines, "cpu family")
            + " model "
            + value(lines, "model"),
        Runtime.getRuntime().availableProcessors(),
        flags,
        kernels);
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.matches(key + "\\s*:.*"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
