package org.convspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.convspark.cli.MetricsText;
import org.convspark.evaluation.Metric;
import org.convspark.evaluation.Metric.Better;
import org.convspark.evaluation.Metrics;
import org.convspark.report.Comparison.Row;
import org.convspark.run.MetricsJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row of the table of metrics shows wherever metrics do. */
final class MetricOutputsTest {
  private static final RunData WORSE = RunFixture.whole("first", "mnist", 0.5);
  private static final RunData BETTER = RunFixture.whole("second", "mnist", 0.25);

  private static Metrics metrics(RunData run) {
    return run.metrics().metrics();
  }

  private static String page(RunData... runs) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Report.write(List.of(runs), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Row row(Metric metric, RunData... runs) {
    return Comparison.results(List.of(runs)).stream()
        .filter(row -> row.name().equals(metric.label()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void isAKeyOfMetricsJson(Metric metric) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MetricsJson.write(WORSE.metrics(), out);

    assertThat(new ObjectMapper().readTree(out.toByteArray()).path(metric.key()).asDouble())
        .isEqualTo(metric.of(metrics(WORSE)));
  }

  @ParameterizedTest
  @EnumSource
  void isOnTheTerminal(Metric metric) {
    String text =
        MetricsText.kerasLine(1, 1, metrics(WORSE))
            + "\n"
            + MetricsText.of(metrics(WORSE), List.of("0", "1", "2"));
    String name = metric.label().replace("Test ", "");

    assertThat(text)
        .containsIgnoringCase(
            String.format(Locale.ROOT, "%s: %.4f", name, metric.of(metrics(WORSE))));
  }

  @ParameterizedTest
  @EnumSource
  void isInTheReport(Metric metric) throws IOException {
    assertThat(page(WORSE))
        .contains(
            "<dt>" + metric.label() + "</dt><dd>" + row(metric, WORSE).values().get(0) + "</dd>");
  }

  @ParameterizedTest
  @EnumSource
  void isARowOfTheComparison(Metric metric) throws IOException {
    assertThat(page(WORSE, BETTER)).contains("<th scope=\"row\">" + metric.label() + "</th>");

    double first = metric.of(metrics(WORSE));
    double second = metric.of(metrics(BETTER));
    boolean firstIsBest = metric.better() == Better.HIGHER ? first > second : first < second;
    assertThat(row(metric, WORSE, BETTER).best())
        .isEqualTo(first == second ? -1 : firstIsBest ? 0 : 1);
  }
}
