package org.convspark.storage;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is in and below a directory.
 *
 * @param files in the order of their URIs
 * @param leftOut what isn't looked at, in the order of its URIs; of a directory, only itself
 */
public record FoundFiles(List<FoundFile> files, List<LeftOut> leftOut) {
  /**
   * A file.
   *
   * @param uri the whole URI, which {@link Location#of} takes
   * @param bytes its length
   */
  public record FoundFile(String uri, long bytes) implements Serializable {}

  /**
   * A file or directory that is left out.
   *
   * @param uri the whole URI
   */
  public record LeftOut(String uri, Why why) {}

  /** Why something is left out. */
  public enum Why {
    HIDDEN("hidden"),
    SYSTEM("of the operating system"),
    UNFINISHED("not yet copied to its end"),
    BROKEN_LINK("a link to nothing"),
    READ_ALREADY("a link to a directory that is read already"),
    SPECIAL("no file, as a pipe or a device");

    private final String text;

    Why(String text) {
      this.text = text;
    }

    /** Returns it in words that follow a number or a name, as {@code hidden}. */
    public String text() {
      return text;
    }
  }

  public FoundFiles {
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
  }

  /** Returns the URIs of the files, in order. */
  public List<String> uris() {
    return files.stream().map(FoundFile::uri).toList();
  }

  /** Returns the same with only some of the files. */
  public FoundFiles only(Predicate<FoundFile> wanted) {
    return new FoundFiles(files.stream().filter(wanted).toList(), leftOut);
  }

  /**
   * Returns what was left out, by reason, as {@code 3 hidden, 1 a link to nothing}; empty if
   * nothing was.
   */
  public String leftOutText() {
    Map<Why, Long> counts =
        leftOut.stream()
            .collect(
                Collectors.groupingBy(
                    LeftOut::why, () -> new EnumMap<>(Why.class), Collectors.counting()));
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey().text())
        .collect(Collectors.joining(", "));
  }
}
