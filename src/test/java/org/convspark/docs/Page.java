package org.convspark.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, in Markdown.
 *
 * @param path from the project's directory
 * @param lines as they stand
 */
public record Page(Path path, List<String> lines) {
  private static final Pattern HEADING = Pattern.compile("#+ (.*)");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern COMMAND =
      Pattern.compile("(submit/|data-prep/|\\.ci/|mvn |git |spark-submit ).*");
  private static final String FENCE = "```";
  private static final String INDENT = "    ";

  /** README and all pages that it points to. */
  static List<Page> all() {
    List<Page> pages = new ArrayList<>();
    for (String folder : List.of(".", ".github", "data-prep", "src/docs")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
          pages.add(new Page(file.normalize(), Files.readAllLines(file)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pages;
  }

  /** The name of a section: as a link to it from the project's directory. */
  private String link(String anchor) {
    return path.toString().replace('\\', '/') + "#" + anchor;
  }

  /** What GitHub makes of a heading. */
  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .strip()
        .replace(' ', '-');
  }

  Set<String> anchors() {
    return sections().keySet();
  }

  List<String> commandsOf(String anchor) {
    return sections().get(anchor);
  }

  /** The commands of every section, by its anchor; a command may have several lines. */
  private Map<String, List<String>> sections() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
        List<String> block = lines.subList(i + 1, end);
        if (isCommands(line.substring(FENCE.length()), block)) {
          current.addAll(joined(block));
        }
        i = end;
      } else if (line.startsWith(INDENT)) {
        int end = i;
        while (end < lines.size() && lines.get(end).startsWith(INDENT)) {
          end++;
        }
        current.addAll(joined(lines.subList(i, end)));
        i = end - 1;
      } else if (HEADING.matcher(line).matches()) {
        current = new ArrayList<>();
        sections.put(anchor(line), current);
      }
    }
    return sections;
  }

  /** A block without a language may be what a command prints. */
  private static boolean isCommands(String language, List<String> block) {
    return language.isEmpty()
        ? block.stream().anyMatch(line -> COMMAND.matcher(line.strip()).matches())
        : !Set.of("java", "json", "python", "xml").contains(language);
  }

  private static List<String> joined(List<String> block) {
    String text = String.join("\n", block.stream().map(String::strip).toList());
    return Stream.of(text.split("(?<!\\\\)\n")).filter(command -> !command.isBlank()).toList();
  }

  /** The commands of all sections of all pages, by link. */
  static Map<String, List<String>> commands() {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    for (Page page : all()) {
      page.sections()
          .forEach(
              (anchor, each) -> {
                if (!each.isEmpty()) {
                  commands.put(page.link(anchor), each);
                }
              });
    }
    return commands;
  }

  /** The blocks of a language, such as {@code java}, as they stand. */
  List<String> blocks(String language) {
    List<String> blocks = new ArrayList<>();
    for (int i = lines.indexOf(FENCE + language); i >= 0 && i < lines.size(); i++) {
      if (lines.get(i).equals(FENCE + language)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
        blocks.add(String.join("\n", lines.subList(i + 1, end)) + "\n");
        i = end;
      }
    }
    return blocks;
  }

  /** Where its links and pictures point to, as they are written. */
  public List<String> links() {
    String prose = CODE.matcher(String.join("\n", lines)).replaceAll("");
    return LINK.matcher(prose).results().map(link -> link.group(1)).toList();
  }

  /** Commands within sentences and tables. */
  List<String> inlineCommands() {
    return CODE.matcher(String.join("\n", lines))
        .results()
        .map((MatchResult code) -> code.group(1))
        .filter(code -> code.matches("submit/[a-z]+\\.sh (?!COMMAND ).*"))
        .toList();
  }
}
