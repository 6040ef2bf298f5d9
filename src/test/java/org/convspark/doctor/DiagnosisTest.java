package org.convspark.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.convspark.cli.Terminal;
import org.convspark.config.InputException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
  private static final NodeCheck DRIVER = new NodeCheckBuilder("driver").build();

  private static Diagnosis judge(NodeCheck executor) {
    return Diagnosis.of(
        new ClusterReport(List.of(DRIVER, executor), List.of(), OptionalLong.empty()));
  }

  private static NodeCheckBuilder executor() {
    return new NodeCheckBuilder("executor 0");
  }

  @Test
  void nothingToSayOfAClusterThatIsWell() {
    Diagnosis findings = judge(executor().build());

    assertThat(findings.errors()).isEmpty();
    assertThat(findings.warnings()).isEmpty();
  }

  @Test
  @DisplayName(
      "no jnind4jcpu in java.library.path on an executor: said before training, "
          + "with the remedy")
  void nativesThatDoNotLoadAreAnErrorWithARemedy() {
    Diagnosis findings = judge(executor().failing("UnsatisfiedLinkError: no jnind4jcpu").build());

    assertThatThrownBy(() -> findings.throwFirst(new Terminal()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("executor 0 on host")
        .hasMessageContaining("no jnind4jcpu")
        .hasMessageContaining("-Dnative.platform");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, Double.NaN})
  @DisplayName("kernels that compute wrongly on a processor end a run before it trains")
  void wrongArithmeticIsAnError(double gradientError) {
    assertThat(judge(executor().cpu("avx512f").gradientError(gradientError).build()).errors())
        .singleElement()
        .asString()
        .contains("executor 0 on host", "gradients", "avx512f", "ONEDNN_MAX_CPU_ISA=AVX2");
  }

  @Test
  void anotherJobJarIsAnError() {
    NodeVersions other = new NodeVersions("3.5.9", "2.12.18", "17", 99);

    assertThat(judge(executor().versions(other).build()).errors())
        .singleElement()
        .asString()
        .contains("jar=99", "as on the driver");
  }

  @Test
  @DisplayName("a path that executors do not share is found before training, not late")
  void unreadableDataIsAnErrorAndUnwritableOutputANoteOnAnExecutor() {
    Diagnosis findings = judge(executor().errors("no such file", "Permission denied").build());

    assertThat(findings.errors()).singleElement().asString().contains("no such file", "hdfs://");
    assertThat(findings.warnings()).singleElement().asString().contains("Permission denied");
  }

  @Test
  void outputThatTheDriverCannotWriteIsAnError() {
    NodeCheck driver = new NodeCheckBuilder("driver").errors("", "Permission denied").build();
    ClusterReport survey = new ClusterReport(List.of(driver), List.of(), OptionalLong.empty());

    assertThat(Diagnosis.of(survey).errors()).singleElement().asString().contains("--out");
  }

  @Test
  void executorsOfUnlikeCpusAreANoteAndADriverOfAnotherIsNot() {
    NodeCheck unlike = new NodeCheckBuilder("executor 1").cpu("avx2 avx512f").build();
    ClusterReport survey =
        new ClusterReport(
            List.of(DRIVER, executor().build(), unlike), List.of(), OptionalLong.empty());

    assertThat(Diagnosis.of(survey).warnings())
        .singleElement()
        .asString()
        .contains("executor 1", "avx512f", "other last bits", "OPENBLAS_CORETYPE");
    assertThat(judge(executor().cpu("avx2 avx512f").build()).warnings()).isEmpty();
  }

  @Test
  void whatMakesItSlowerIsANote() {
    assertThat(judge(executor().slow().build()).executorWarnings())
        .hasSize(2)
        .anyMatch(w -> w.contains("oneDNN is off"))
        .anyMatch(w -> w.contains("malloc is not tuned"));
  }

  @Test
  @DisplayName("clocks that differ are noted without a time server")
  void aClockThatIsOffIsANoteFromFiveSecondsOn() {
    // Began 9 s before it was asked to: no delay explains that.
    assertThat(judge(executor().build().received(10_000, 10_500)).warnings())
        .singleElement()
        .asString()
        .contains("at least 9 s");
    assertThat(judge(executor().build().received(900, 2_100)).warnings()).isEmpty();
  }

  @Test
  @DisplayName("a container that YARN would kill is told by heap, off-heap and overhead")
  void aContainerSmallerThanTheHeapIsAnErrorAndATightOneANote() {
    List<NodeCheck> nodes = List.of(DRIVER, executor().build());
    Diagnosis small =
        Diagnosis.of(new ClusterReport(nodes, List.of(), OptionalLong.of(900L << 20)));
    Diagnosis tight =
        Diagnosis.of(new ClusterReport(nodes, List.of(), OptionalLong.of(1300L << 20)));
    Diagnosis killed =
        Diagnosis.of(new ClusterReport(nodes, List.of(), OptionalLong.of(1700L << 20)));

    assertThat(small.errors()).singleElement().asString().contains("1024 MB", "900 MB");
    assertThat(tight.errors()).isEmpty();
    assertThat(tight.warnings())
        .singleElement()
        .asString()
        .contains("276 MB beside the heap", "spark.executor.memoryOverhead");
    assertThat(killed.warnings()).singleElement().asString().contains("maxphysicalbytes");
  }

  @Test
  void anExecutorWithoutAnAnswerIsNotLeftOut() {
    ClusterReport survey =
        new ClusterReport(List.of(DRIVER), List.of("executor 7 on host"), OptionalLong.empty());

    assertThat(Diagnosis.of(survey).executorWarnings())
        .singleElement()
        .asString()
        .contains("executor 7 on host", "gave no answer");
    assertThat(DoctorTable.slots(2, survey))
        .isEqualTo("2 task slots on 1 executor, 1 without an answer");
  }
}
