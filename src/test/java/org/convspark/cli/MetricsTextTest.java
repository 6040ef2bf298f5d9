package org.convspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convspark.evaluation.Calibration;
import org.convspark.evaluation.ConfusionMatrix;
import org.convspark.evaluation.Metrics;
import org.junit.jupiter.api.Test;

final class MetricsTextTest {
  private static String of(List<String> names) {
    return MetricsText.of(
        new Metrics(
            0.5,
            ConfusionMatrix.of(new long[][] {{8, 2}, {1, 9}}),
            List.of(),
            new Calibration(List.of())),
        names);
  }

  @Test
  void classesStandByTheirNamesHoweverLong() {
    assertThat(of(List.of("cat", "hippopotamus")))
        .contains(
            """
                    class   precision      recall          f1     support
                      cat      0.8889      0.8000      0.8421          10
             hippopotamus      0.8182      0.9000      0.8571          10
            """)
        .contains(
            """
                                   cat hippopotamus
                      cat            8            2
             hippopotamus            1            9
            """)
        .contains("  cat taken for hippopotamus: 2", "  hippopotamus taken for cat: 1");
  }

  @Test
  void numbersStandAsBefore() {
    assertThat(of(List.of("0", "1")))
        .contains(
            """
               class   precision      recall          f1     support
                   0      0.8889      0.8000      0.8421          10
            """)
        .contains(
            """
                       0     1
                 0     8     2
                 1     1     9
            """);
  }

  /** A name may be anything, also what a format would take for a placeholder. */
  @Test
  void namesAreNoFormats() {
    assertThat(of(List.of("100%d", "%s%n"))).contains("100%d taken for %s%n: 2");
  }
}
