package org.convspark.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.convspark.cli.Terminal;
import org.convspark.config.InputException;
import org.convspark.engine.natives.Acceleration;
import org.convspark.storage.Expectation;
import org.convspark.storage.NoExec;

/** What doctor makes of what it saw: errors that would fail a run, and warnings. */
public final class Diagnosis {
  /** What a JVM takes beside its heap to train the lecture's network, with some reserve. */
  private static final long OFF_HEAP = 400L << 20;

  /** Spark itself does not mind; what people compare by time does. */
  private static final long CLOCK_TOLERANCE_MILLIS = 5_000;

  /** A gradient is off by 1e-6 of its length where all is well. */
  private static final double GRADIENT_TOLERANCE = 1e-3;

  private final ClusterReport survey;
  private final List<InputException> errors = new ArrayList<>();
  private final List<String> driverWarnings = new ArrayList<>();
  private final List<String> executorWarnings = new ArrayList<>();

  private Diagnosis(ClusterReport survey) {
    this.survey = survey;
  }

  public static Diagnosis of(ClusterReport survey) {
    Diagnosis findings = new Diagnosis(survey);
    survey.checks().forEach(findings::judge);
    survey
        .silent()
        .forEach(
            where ->
                findings.executorWarnings.add(
                    where
                        + " gave no answer and is not checked: it is busy, or just came; see its"
                        + " log, or run doctor again"));
    return findings;
  }

  private void judge(NodeCheck node) {
    NodeReport report = node.report();
    if (!report.error().isEmpty()) {
      Optional<InputException> noExec = NoExec.find(report.error(), null);
      if (noExec.isPresent()) {
        error(
            node,
            noExec.get().found() + " at " + noExec.get().where(),
            noExec.get().expected(),
            noExec.get().remedy());
        return;
      }
      error(
          node,
          "that ND4J does not load: " + report.error(),
          "its native library",
          "build the job jar for this platform (-Dnative.platform) and see that a directory for"
              + " unpacking is writable (-Dorg.bytedeco.javacpp.cachedir)");
      return;
    }
    if (!report.versions().equals(survey.driver().report().versions())) {
      error(
          node,
          report.versions().toString(),
          survey.driver().report().versions() + " as on the driver",
          "run the same Spark, Java and job jar everywhere");
    }
    judgeAccess(node);
    judgeArithmetic(node);
    judgeKernels(node);
    judgeSpeed(node, report.acceleration());
    judgeMemory(node, report.memory());
    if (node.clockSkew() > CLOCK_TOLERANCE_MILLIS) {
      warn(
          node,
          "its clock is off the driver's by at least "
              + node.clockSkew() / 1000
              + " s, so that logs do not line up and Kerberos may refuse it; synchronize it (NTP)");
    }
  }

  private void judgeAccess(NodeCheck node) {
    if (!node.dataError().isEmpty()) {
      error(
          node,
          "unusable --data (" + node.dataError() + ")",
          "that driver and executors read the same",
          "check its path and permissions, or put it on a shared file system such as hdfs://");
    }
    if (!node.outError().isEmpty() && node.isDriver()) {
      error(
          node,
          "--out not writable (" + node.outError() + ")",
          "a path that the driver can write",
          "choose another path or mend its permissions");
    } else if (!node.outError().isEmpty()) {
      warn(
          node,
          "unusable --out ("
              + node.outError()
              + "), where prepare, evaluate and predict write from executors, train doesn't; "
              + Expectation.SHARED_OUTPUT);
    }
  }

  private void judgeArithmetic(NodeCheck node) {
    double error = node.report().gradientError();
    if (!(error <= GRADIENT_TOLERANCE)) { // NaN as well.
      error(
          node,
          String.format(
              Locale.ROOT,
              "gradients of a small network that are off by %.2g of their length",
              error),
          "at most " + GRADIENT_TOLERANCE,
          "choose other kernels than this CPU's ("
              + node.report().cpu()
              + ") with ONEDNN_MAX_CPU_ISA=AVX2, DNNL_MAX_CPU_ISA=AVX2 and OPENBLAS_CORETYPE=Haswell");
    }
  }

  /** Libraries choose their kernels by the CPU, and kernels differ in the order of their sums. */
  private void judgeKernels(NodeCheck node) {
    String first =
        survey.checks().stream()
            .filter(other -> !other.isDriver())
            .findFirst()
            .map(other -> other.report().cpu())
            .orElse("");
    if (!node.isDriver() && !node.report().cpu().equals(first)) {
      warn(
          node,
          "its CPU ("
              + node.report().cpu()
              + ") is of another kind than the first executor's ("
              + first
              + "), so that the same seed may give other last bits in every run; set"
              + " OPENBLAS_CORETYPE, ONEDNN_MAX_CPU_ISA and DNNL_MAX_CPU_ISA to what all have");
    }
  }

  private void judgeSpeed(NodeCheck node, Acceleration acceleration) {
    if (acceleration.enabled() && !acceleration.oneDnn()) {
      warn(node, "oneDNN is off, which is slower: " + acceleration.why());
    }
    if (!acceleration.mallocTuned()) {
      warn(node, "malloc is not tuned, which is slower; submit/ scripts set its variables");
    }
  }

  private void judgeMemory(NodeCheck node, MemoryLimits memory) {
    long limit = survey.memoryLimit(node);
    String remedy =
        node.isDriver()
            ? "lower --driver-memory, or raise spark.driver.memoryOverhead"
            : "lower --executor-memory, or raise spark.executor.memoryOverhead";
    if (memory.heap() > limit) {
      error(node, "a heap of " + mega(memory.heap()), "at most its limit, " + mega(limit), remedy);
    } else if (limit - memory.heap() < OFF_HEAP) {
      warn(
          node,
          mega(limit - memory.heap())
              + " beside the heap, of which ND4J alone may want "
              + mega(OFF_HEAP)
              + "; "
              + remedy);
    } else if (memory.process() > limit) {
      warn(
          node,
          "it is killed at "
              + mega(limit)
              + ", before JavaCPP's limit of "
              + mega(memory.process())
              + " can say what is wrong; set -Dorg.bytedeco.javacpp.maxphysicalbytes below it");
    }
  }

  private static String mega(long bytes) {
    return (bytes >> 20) + " MB";
  }

  private void error(NodeCheck node, String found, String expected, String remedy) {
    errors.add(new InputException(node.where(), found, expected, remedy));
  }

  private void warn(NodeCheck node, String warning) {
    (node.isDriver() ? driverWarnings : executorWarnings).add(node.where() + ": " + warning);
  }

  public List<String> warnings() {
    return Stream.concat(driverWarnings.stream(), executorWarnings.stream()).toList();
  }

  /** Returns the warnings about executors, for a run that says itself how its driver is. */
  public List<String> executorWarnings() {
    return List.copyOf(executorWarnings);
  }

  /** Prints all errors but the first, and throws that one, where there are any. */
  public void throwFirst(Terminal terminal) {
    if (!errors.isEmpty()) {
      errors.subList(1, errors.size()).forEach(e -> terminal.error(e.getMessage()));
      throw errors.get(0);
    }
  }

  /** Returns the messages of all errors that {@link #throwFirst} tells. */
  List<String> errors() {
    return errors.stream().map(InputException::getMessage).toList();
  }
}
