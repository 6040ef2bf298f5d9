package org.convspark.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.convspark.LocalSpark;
import org.convspark.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lecture's page, step by step, on a small dataset: each command runs, and prints what the page
 * shows. What depends on the data is compared without its numbers.
 */
final class LectureTest {
  private static final Path ENGLISH = Path.of("src/docs/lecture.en.md");
  private static final Path UKRAINIAN = Path.of("src/docs/lecture.uk.md");
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[1]",
          "spark.ui.enabled", "false",
          "spark.driver.host", "localhost",
          "spark.driver.bindAddress", "127.0.0.1");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir private static Path directory;

  @BeforeAll
  static void prepare() throws IOException {
    LocalSpark.session().stop();
    SPARK.forEach(System::setProperty);
    PageData.write(directory);
  }

  @AfterAll
  static void forgetSettings() {
    SPARK.keySet().forEach(System::clearProperty);
  }

  /** A command, and what the page shows of what it prints; empty where it shows nothing. */
  private record Step(String command, List<String> output) {}

  private static List<Step> steps(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    boolean fenced = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (fenced) {
        steps.get(steps.size() - 1).output().add(line);
      } else if (line.startsWith("    submit/")) {
        steps.add(new Step(line.strip(), new ArrayList<>()));
      }
    }
    return steps;
  }

  @Test
  void bothLanguagesHaveTheSameCommandsAndOutput() throws IOException {
    assertThat(steps(UKRAINIAN)).isEqualTo(steps(ENGLISH)).hasSizeGreaterThan(15);
  }

  @Test
  void everyStepPrintsWhatThePageShows() throws IOException {
    for (Step step : steps(ENGLISH)) {
      String printed = run(step.command());
      if (isWhole(step.command())) {
        assertThat(printed.strip()).isEqualTo(String.join("\n", step.output()).strip());
      } else {
        assertThat(inOrder(step.output(), printed)).as(step.command() + "\n" + printed).isTrue();
      }
    }
  }

  /** Whether lines are among what was printed, in their order, numbers aside. */
  private static boolean inOrder(List<String> lines, String printed) {
    List<String> left = printed.lines().map(LectureTest::withoutNumbers).toList();
    for (String line : lines) {
      int at = left.indexOf(withoutNumbers(line));
      if (at < 0) {
        return false;
      }
      left = left.subList(at + 1, left.size());
    }
    return true;
  }

  /** Whether it needs no data, and the page shows all that it prints. */
  private static boolean isWhole(String command) {
    return command.startsWith("submit/demo.sh ")
        || command.startsWith("submit/summary.sh ") && !command.contains("--data");
  }

  private static String withoutNumbers(String line) {
    return line.replaceAll("file:(\\S*/)?", "file:").replaceAll("[0-9][0-9.e+-]*", "#");
  }

  /** Runs a command in this JVM, whose working directory is the project's. */
  private static String run(String command) {
    List<String> words =
        WORD.matcher(command.replaceFirst("^submit/([a-z]+)[.]sh", "$1"))
            .results()
            .map(LectureTest::word)
            .toList();
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      boolean file = i > 0 && List.of("--data", "--out", "--model").contains(words.get(i - 1));
      arguments.add(file ? directory.resolve(words.get(i)).toString() : words.get(i));
    }
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, UTF_8));
      assertThat(Main.run(arguments.toArray(String[]::new))).as(command).isEqualTo(Main.DONE);
    } finally {
      System.setOut(out);
    }
    return printed.toString(UTF_8).replace(directory + "/", "");
  }

  private static String word(MatchResult word) {
    return word.group(1) == null ? word.group(2) : word.group(1);
  }
}
