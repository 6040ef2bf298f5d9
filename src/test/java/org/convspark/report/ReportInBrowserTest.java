package org.convspark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one. */
class ReportInBrowserTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  /**
   * Holds the page in a frame as wide as a phone, because a window is never narrower than 500
   * pixels, and writes what only a script can see, for --dump-dom.
   */
  private static final String PROBE =
      """
      <!DOCTYPE html>
      <body><iframe style="width: 375px; height: 800px; border: 0" srcdoc="%s"></iframe>
      <script>
      addEventListener('load', () => {
        const page = document.querySelector('iframe').contentDocument;
        const images = [...page.images];
        const broken = images.filter(image => image.naturalWidth === 0).length;
        const width = page.defaultView.innerWidth;
        const wide = page.documentElement.scrollWidth > width;
        const texts = page.querySelectorAll('svg text').length;
        document.body.dataset.probe =
            [images.length, broken, width, wide, texts, page.scripts.length];
      });
      </script>
      """;

  private static Path browser;

  @TempDir Path directory;

  @BeforeAll
  static void findBrowser() {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "no chromium on the PATH: the report isn't tried in a browser");
    browser = found.get();
  }

  private record Outcome(String dom, String log) {}

  private Outcome open(String page, int width) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("report.html"), page);
    Path dom = directory.resolve("dom.html");
    Path log = directory.resolve("log.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--enable-logging=stderr",
                "--user-data-dir=" + directory.resolve("profile"),
                "--window-size=" + width + ",900",
                "--dump-dom",
                file.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Outcome(
        Files.readString(dom, StandardCharsets.UTF_8),
        Files.readString(log, StandardCharsets.UTF_8));
  }

  @Test
  void hasNothingToComplainOf() throws IOException, InterruptedException {
    RunData hostile = RunFixture.whole(ReportTest.HOSTILE, ReportTest.HOSTILE, 0.5);

    Outcome outcome = open(ReportTest.page(hostile), 1280);

    assertThat(outcome.dom()).contains("<h1>").contains("</html>");
    // What the page logs, refusals of its security policy among it.
    assertThat(outcome.log()).doesNotContain("CONSOLE");
  }

  @Test
  void everyPictureIsThereAndAPhoneNeedNotScrollSideways()
      throws IOException, InterruptedException {
    RunData run = RunFixture.whole("a", "mnist", 0.5);
    RunData hostile = RunFixture.whole(ReportTest.HOSTILE, ReportTest.HOSTILE, 0.25);
    String page = ReportTest.page(run, hostile);
    String framed = page.replace("&", "&amp;").replace("\"", "&quot;");

    Outcome outcome = open(PROBE.replace("%s", framed), 1280);

    Matcher probe =
        Pattern.compile("data-probe=\"(\\d+),(\\d+),(\\d+),(\\w+),(\\d+),(\\d+)\"")
            .matcher(outcome.dom());
    assertThat(probe.find()).as("the probe ran").isTrue();
    int pictures = page.split("<img ", -1).length - 1;
    assertThat(Integer.parseInt(probe.group(1))).isEqualTo(pictures).isGreaterThan(30);
    assertThat(probe.group(2)).as("broken pictures").isEqualTo("0");
    assertThat(probe.group(3)).as("the phone's width").isEqualTo("375");
    assertThat(probe.group(4)).as("wider than the screen").isEqualTo("false");
    assertThat(Integer.parseInt(probe.group(5))).as("text in charts").isGreaterThan(40);
    assertThat(probe.group(6)).as("scripts").isEqualTo("0");
  }
}
