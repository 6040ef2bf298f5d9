package org.convspark.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.convspark.engine.natives.Acceleration;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Looks at this JVM: whether ND4J loads in it, and what makes it fast or slow. */
final class NodeProbe {
  private static final List<String> EXTENSIONS =
      List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "asimd", "sve");

  /** By which a user can choose other kernels of OpenBLAS and oneDNN than those of the CPU. */
  private static final List<String> KERNELS =
      List.of("OPENBLAS_CORETYPE", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA");

  private NodeProbe() {}

  /**
   * Examines this JVM. Where ND4J doesn't load, the report says why.
   *
   * @param accelerated whether training is to use oneDNN
   * @param timed whether to train a few minibatches, for some seconds
   */
  public static NodeReport run(boolean accelerated, boolean timed) {
    try {
      long began = System.nanoTime();
      Acceleration acceleration = Acceleration.apply(accelerated);
      Nd4j.scalar(1f).close();
      Acceleration.threads(1); // As a worker does; more would show that it is ignored.
      double seconds = (System.nanoTime() - began) / 1e9;
      return new NodeReport(
          "",
          acceleration,
          cpu(),
          NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads(),
          GradientCheck.relativeError(accelerated),
          timed ? StepTiming.imagesPerSecond(accelerated) : 0,
          seconds,
          Loader.getCacheDir().toString(),
          MemoryLimits.here(),
          NodeVersions.here());
    } catch (LinkageError | RuntimeException | IOException e) {
      return failed(e);
    }
  }

  /** Without anything that touches native code. */
  private static NodeReport failed(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    long heap = Runtime.getRuntime().maxMemory();
    return new NodeReport(
        root.toString().lines().findFirst().orElse(""),
        null,
        cpu(),
        0,
        0,
        0,
        0,
        "",
        new MemoryLimits(heap, 0, 0, Long.MAX_VALUE),
        NodeVersions.here());
  }

  private static String cpu() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      List<String> flags =
          lines
              .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
              .findFirst()
              .map(line -> List.of(line.split("\\s+")))
              .orElse(List.of());
      return Stream.concat(
              EXTENSIONS.stream().filter(flags::contains),
              KERNELS.stream().map(System::getenv).filter(Objects::nonNull))
          .collect(Collectors.joining(" "));
    } catch (IOException | java.io.UncheckedIOException e) {
      return System.getProperty("os.arch");
    }
  }
}
