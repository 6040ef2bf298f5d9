package org.convspark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convspark.cli.CommandLineOptions;
import org.convspark.job.Jobs;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The pages hold together: links lead somewhere, and a test runs what they say to type. */
final class PagesTest {
  private static final Pattern CLASS =
      Pattern.compile("-D(bench|test|it\\.test)='?([A-Za-z]+)(?:#([a-z][A-Za-z]*))?");

  @Test
  void everyLinkLeadsToAFileAndASection() {
    for (Page page : Page.all()) {
      for (String link : page.links()) {
        if (!link.startsWith("https://")) {
          assertThat(target(page, link)).as("%s: %s", page.path(), link).isTrue();
        }
      }
    }
  }

  private static boolean target(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path folder = page.path().toAbsolutePath().getParent();
    Path file = parts[0].isEmpty() ? page.path() : folder.resolve(parts[0]).normalize();
    return Files.exists(file)
        && (parts.length == 1
            || Page.all().stream()
                .filter(each -> each.path().toAbsolutePath().equals(file.toAbsolutePath()))
                .anyMatch(each -> each.anchors().contains(parts[1])));
  }

  @Test
  void aLinkToNothingIsFound() {
    Page page = new Page(Path.of("README.md"), List.of("# A title"));

    assertThat(target(page, "pom.xml")).isTrue();
    assertThat(target(page, "pom")).isFalse();
    assertThat(target(page, "src/docs/clusters.md#yarn")).isTrue();
    assertThat(target(page, "src/docs/clusters.md#yam")).isFalse();
  }

  @Test
  void readmeLeadsToEveryPage() {
    List<Page> pages = Page.all();

    assertThat(pages.get(0).path()).hasToString("README.md");
    assertThat(pages.get(0).links())
        .containsAll(
            pages.stream().skip(1).map(page -> page.path().toString().replace('\\', '/')).toList());
  }

  @Test
  void everyCommandIsRunByATest() {
    Set<String> run =
        Arrays.stream(RunBy.values())
            .flatMap(test -> test.sections().stream())
            .collect(Collectors.toSet());

    assertThat(run).isEqualTo(RunBy.runnable().keySet());
  }

  @Test
  void whatNobodyRunsIsStillInThePages() {
    List<String> commands = Page.commands().values().stream().flatMap(List::stream).toList();

    assertThat(RunBy.NOBODY.keySet())
        .allMatch(start -> commands.stream().anyMatch(command -> command.startsWith(start)));
  }

  @Test
  void commandsInABlockOfAnyKindAreFound() {
    List<String> lines =
        List.of(
            "# A",
            "text",
            "    submit/a.sh \\",
            "        --b",
            "```",
            "mvn c",
            "```",
            "```",
            "a command's output",
            "```",
            "```bash",
            "d",
            "```",
            "1. List",
            "       git e");

    assertThat(new Page(Path.of("a.md"), lines).commandsOf("a"))
        .containsExactly("submit/a.sh \\\n--b", "mvn c", "d", "git e");
  }

  @Test
  void theOptionsOfCommandsInSentencesExist() {
    int found = 0;
    for (Page page : Page.all()) {
      for (String command : page.inlineCommands()) {
        String[] words = command.replaceFirst(" -- .*", "").split(" ");
        String script = words[0].substring("submit/".length(), words[0].length() - ".sh".length());
        if (!script.equals("convspark")) {
          words[0] = script;
        } else {
          words = Arrays.copyOfRange(words, 1, words.length);
        }
        CommandLine commandLine = CommandLineOptions.commandLine(Jobs.ALL);
        assertThat(commandLine.parseArgs(words).hasSubcommand()).as(command).isTrue();
        found++;
      }
    }
    assertThat(found).isGreaterThan(9);
  }

  @Test
  void namedTestsAndBenchmarksExist() throws IOException {
    Set<String> named = new HashSet<>();
    for (Page page : Page.all()) {
      CLASS
          .matcher(String.join("\n", page.lines()))
          .results()
          .forEach(
              found -> {
                named.add(found.group(2) + ".java");
                if (found.group(3) != null) {
                  assertThat(text(found.group(2))).contains("void " + found.group(3));
                }
              });
    }
    try (Stream<Path> sources =
        Stream.concat(Files.walk(Path.of("src/test")), Files.walk(Path.of("src/bench")))) {
      assertThat(sources.map(file -> file.getFileName().toString()).toList()).containsAll(named);
    }
  }

  private static String text(String test) {
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      return Files.readString(sources.filter(f -> f.endsWith(test + ".java")).findFirst().get());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
