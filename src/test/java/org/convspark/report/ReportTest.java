package org.convspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.convspark.evaluation.ErrorSamples;
import org.convspark.report.Comparison.Row;
import org.junit.jupiter.api.Test;

class ReportTest {
  static final String HOSTILE =
      "\"><script>alert(1)</script><img src=x onerror='alert(2)'>{{ 7*7 }}";

  static String page(RunData... runs) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Report.write(List.of(runs), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysWhatCameOut() throws IOException {
    String page = page(RunFixture.whole("run", "mnist", 0.5));

    assertThat(page)
        .contains("<h1>convnet on mnist</h1>")
        .contains("99.10% of 2,000 test images classified right: 1,982 right, 18 wrong.")
        .contains("3 min 30 s")
        .contains("<th scope=\"row\">speed up</th><td>1.8765</td>")
        .contains("2 taken for 1, 17 times; 1 taken for 0, once.")
        .contains("Expected calibration error 0.0140")
        .contains("test image 40, a 2 taken for a 1")
        .contains("87.50%")
        .contains("Model: &quot;convnet&quot;")
        .contains("the 8 most varied of 32 maps of 26 × 26")
        .contains("32 kernels of 3 × 3")
        // Three epochs of 49 s compute in 70, and of 58 s in which worker 1 trained 40 images.
        .contains("<th scope=\"row\">compute</th><td>2 min 27 s</td><td>70.00%</td>")
        .contains("<th scope=\"row\">1</th><td>120</td><td>1</td>")
        .contains(">2 min 54 s</td>");
    assertThat(page.length()).isLessThan(1_000_000);
  }

  @Test
  void whatComesFromFilesIsText() throws IOException {
    String page = page(RunFixture.whole(HOSTILE, HOSTILE, 0.5), RunFixture.bare(HOSTILE));

    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("<img src=x")
        .contains("&lt;script&gt;alert(1)")
        .contains("{{ 7*7 }}");
  }

  @Test
  void classesAreCalledByTheirNames() throws IOException {
    String page = page(RunFixture.named(List.of("cat", "dog", HOSTILE)));

    assertThat(page)
        .contains("dog taken for cat, once.")
        .contains("&lt;script&gt;alert(1)")
        .contains(" taken for dog, 17 times")
        .contains(">cat</th>")
        .contains("actual dog, predicted cat: 1")
        .contains("test image 8, a dog taken for a cat")
        .doesNotContain("<script")
        .doesNotContain("2 taken for 1");
  }

  @Test
  void loadsNothing() throws IOException {
    String page = page(RunFixture.whole("run", "mnist", 0.5));

    assertThat(page).contains("default-src 'none'");
    assertThat(Pattern.compile("(src|href)=\"(?!data:image/png|#)").matcher(page).find()).isFalse();
    assertThat(page).doesNotContain("url(").doesNotContain("@import");
  }

  @Test
  void leavesOutWhatIsNotThere() throws IOException {
    String page = page(RunFixture.bare("scores"));

    assertThat(page)
        .contains("<h1>dense on mnist</h1>")
        .contains("the run directory has no mistakes.json")
        .contains("the run directory has no run.json")
        .doesNotContain("id=\"curves\"")
        .doesNotContain("id=\"time\"")
        .doesNotContain("<figure");
  }

  @Test
  void saysThatThereAreNoMistakes() throws IOException {
    RunData run = RunFixture.whole("run", "mnist", 0.5);
    ErrorSamples none = new ErrorSamples(RunFixture.SHAPE, List.of(), List.of());
    String page =
        page(
            new RunData(
                run.name(),
                run.metrics(),
                run.epochs(),
                run.provenance(),
                run.oneWorker(),
                Optional.of(none),
                run.network()));

    assertThat(page).contains("every test image was classified right");
  }

  @Test
  void comparesSideBySide() throws IOException {
    RunData worse = RunFixture.whole("first", "mnist", 0.5);
    RunData better = RunFixture.whole("second", "fashion", 0.25);

    String page = page(worse, better);
    Row loss =
        Comparison.results(List.of(worse, better)).stream()
            .filter(row -> row.name().equals("Test loss"))
            .findFirst()
            .orElseThrow();

    assertThat(loss).isEqualTo(new Row("Test loss", List.of("0.5000", "0.2500"), 1, true));
    assertThat(Comparison.settings(List.of(worse, better)))
        .containsExactly(
            new Row("data", List.of("mnist", "fashion"), -1, true),
            new Row("training.workers", List.of("2", "2"), -1, false));
    assertThat(page)
        .contains("<h1>convnet on mnist, convnet on fashion: 2 runs compared</h1>")
        .contains("<td>0.5000</td><td><b>0.2500</b></td>")
        .contains("A training")
        .contains("B validation");
  }

  @Test
  void showsTheSettingsOtherThanTheDefaultsAndAllOfThemOnRequest() throws IOException {
    assertThat(page(RunFixture.whole("run", "mnist", 0.5)))
        .containsSubsequence(
            "Settings other than the defaults",
            "<wbr>workers",
            "<details><summary>All settings, the defaults too</summary>",
            "<wbr>epochs",
            "</details>");
  }

  @Test
  void aRunOfAnEarlierVersionShowsAllItsSettings() throws IOException {
    RunData run = RunFixture.whole("run", "mnist", 0.5);
    ((ObjectNode) run.provenance()).remove("settings");

    assertThat(Comparison.settings(List.of(run)))
        .extracting(Row::name)
        .containsExactly("data", "training.epochs", "training.workers");
    assertThat(page(run)).contains("<caption>Settings</caption>").doesNotContain("<details>");
  }
}
