package org.convspark.bench.training;

import java.io.File;
import java.util.List;
import java.util.Map;

/**
 * A contender as it is entered: how its JVMs are started.
 *
 * @param name as {@code --contenders} takes it
 * @param heading what it is, for a table
 * @param kind one of {@link ContenderMain}'s
 * @param processes that train at the same time, a network each
 * @param jvmArguments on top of the benchmark's own
 * @param environment on top of the benchmark's own
 * @param asItComes whether to leave out what submit/ sets to make training fast
 * @param classPath instead of the benchmark's own; empty for that
 */
record Entrant(
    String name,
    String heading,
    String kind,
    int processes,
    List<String> jvmArguments,
    Map<String, String> environment,
    boolean asItComes,
    String classPath) {

  /** How much slower DL4J as it comes is, about. */
  private static final int SLOWER = 8;

  static final String CONVSPARK = "convspark";
  private static final String OWN = "";

  /** The profile bench copies there what TensorFlow needs in other versions than ours. */
  private static final String TENSORFLOW_LIBRARIES = "target/bench/tensorflow/*";

  static Entrant convspark() {
    return new Entrant(
        CONVSPARK,
        "ConvSpark, two workers",
        ContenderMain.CONVSPARK,
        1,
        List.of(),
        Map.of(),
        false,
        OWN);
  }

  /**
   * @param classPath of another build of ConvSpark, whole
   */
  static Entrant other(String name, String classPath) {
    return new Entrant(
        name,
        "ConvSpark, " + name,
        ContenderMain.CONVSPARK,
        1,
        List.of(),
        Map.of(),
        false,
        classPath);
  }

  static Entrant dl4j() {
    return new Entrant(
        "dl4j", "DL4J as it comes", ContenderMain.DL4J, 1, List.of(), Map.of(), true, OWN);
  }

  static Entrant pytorch() {
    return torch("pytorch", "PyTorch, two threads", ContenderMain.PYTORCH, 1, 2);
  }

  /** PyTorch at its best: what two workers compete with that never wait for each other. */
  static Entrant pytorchReplicas() {
    return torch(
        "pytorch-replicas",
        "PyTorch, channels-last, two replicas that never synchronise",
        ContenderMain.PYTORCH_CHANNELS_LAST,
        2,
        1);
  }

  static Entrant tensorflow() {
    return new Entrant(
        "tensorflow",
        "TensorFlow, two threads",
        ContenderMain.TENSORFLOW,
        1,
        List.of(),
        Map.of("OMP_NUM_THREADS", Integer.toString(TensorFlowContender.THREADS)),
        false,
        TENSORFLOW_LIBRARIES + File.pathSeparator + System.getProperty("java.class.path"));
  }

  /** What part of a turn's images each of its processes trains, so that turns are alike in time. */
  int divisor() {
    return processes * (asItComes ? SLOWER : 1);
  }

  boolean isTorch() {
    return kind.startsWith(ContenderMain.PYTORCH);
  }

  private static Entrant torch(
      String name, String heading, String kind, int processes, int threads) {
    return new Entrant(
        name,
        heading,
        kind,
        processes,
        List.of(
            "-D" + TorchContender.THREADS + "=" + threads,
            "-Dai.djl.pytorch.num_interop_threads=1",
            "-Dai.djl.offline=true"),
        Map.of("OMP_NUM_THREADS", Integer.toString(threads)),
        false,
        OWN);
  }
}
