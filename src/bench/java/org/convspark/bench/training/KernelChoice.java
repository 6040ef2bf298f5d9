package org.convspark.bench.training;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which instructions the contenders' libraries may use. ONEDNN_MAX_CPU_ISA=AVX2 in the environment
 * measures this machine as one without AVX-512: it holds oneDNN, and the other libraries, each of
 * which listens to a name of its own, are held with it, as are the JVM's own compiled loops.
 *
 * @param environment what to set, on top of what is set
 * @param jvmArguments to give to every contender
 */
record KernelChoice(Map<String, String> environment, List<String> jvmArguments) {
  private static final String ONEDNN = "ONEDNN_MAX_CPU_ISA";

  /** oneDNN up to 2, ATen, MKL, OpenBLAS: value that holds them to AVX2. */
  private static final Map<String, String> AVX2 =
      Map.of(
          ONEDNN,
          "AVX2",
          "DNNL_MAX_CPU_ISA",
          "AVX2",
          "ATEN_CPU_CAPABILITY",
          "avx2",
          "MKL_ENABLE_INSTRUCTIONS",
          "AVX2",
          "OPENBLAS_CORETYPE",
          "Haswell");

  static KernelChoice of(Map<String, String> inherited) {
    Map<String, String> environment = new TreeMap<>();
    boolean held = "AVX2".equalsIgnoreCase(inherited.get(ONEDNN));
    AVX2.forEach(
        (name, value) -> {
          if (inherited.containsKey(name)) {
            environment.put(name, inherited.get(name));
          } else if (held) {
            environment.put(name, value);
          }
        });
    return new KernelChoice(environment, held ? List.of("-XX:UseAVX=2") : List.of());
  }
}
