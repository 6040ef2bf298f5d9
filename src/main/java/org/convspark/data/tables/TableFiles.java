package org.convspark.data.tables;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convspark.data.Split;
import org.convspark.data.SplitNames;
import org.convspark.storage.Location;

/**
 * How the files of a table are divided: by directories {@code train/} and {@code test/} below the
 * root or its only directory, else by their names, as {@code train-00000-of-00001.parquet} and
 * {@code mnist_test.csv}, else not at all.
 *
 * @param groups the files of each split, and those of none
 */
record TableFiles(List<Group> groups) {
  /**
   * Files that are read together.
   *
   * @param split which they are; nothing where nobody has divided them, or beside those of splits
   * @param base directory below which directories {@code KEY=VALUE} are columns
   * @param files their URIs, in order
   */
  record Group(Optional<Split> split, Location base, List<String> files) {}

  /**
   * Divides files.
   *
   * @param root the directory that they are in or below, or the one file
   * @param files their URIs, in order
   */
  static TableFiles of(Location root, List<String> files) {
    if (!root.isDirectory()) {
      return undivided(root, files);
    }
    String prefix = root.uri().endsWith("/") ? root.uri() : root.uri() + "/";
    String wrapper = wrapper(files.stream().map(file -> file.substring(prefix.length())).toList());
    String above = prefix + wrapper;
    Function<String, Optional<Split>> byDirectory =
        file -> {
          String path = file.substring(above.length());
          int slash = path.indexOf('/');
          return slash < 0 ? Optional.empty() : SplitNames.of(path.substring(0, slash));
        };
    Optional<TableFiles> divided =
        divided(
            files,
            byDirectory,
            file -> root.at(file.substring(0, file.indexOf('/', above.length()))),
            root);
    return divided
        .or(() -> divided(files, TableFiles::byName, file -> root, root))
        .orElseGet(() -> undivided(root, files));
  }

  /** Leaves files together. */
  static TableFiles undivided(Location root, List<String> files) {
    Location base = root.isDirectory() ? root : root.parent().orElse(root);
    return new TableFiles(List.of(new Group(Optional.empty(), base, files)));
  }

  /** Directories that hold nothing but one other, down to those that are splits. */
  private static String wrapper(List<String> paths) {
    int length = 0;
    while (true) {
      int from = length;
      String first = paths.get(0);
      int slash = first.indexOf('/', from);
      if (slash < 0) {
        return first.substring(0, length);
      }
      String directory = first.substring(from, slash + 1);
      if (SplitNames.of(first.substring(from, slash)).isPresent()
          || directory.contains("=")
          || !paths.stream().allMatch(path -> path.startsWith(directory, from))) {
        return first.substring(0, length);
      }
      length = slash + 1;
    }
  }

  private static Optional<TableFiles> divided(
      List<String> files,
      Function<String, Optional<Split>> split,
      Function<String, Location> base,
      Location root) {
    Map<Split, List<String>> found = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    for (String file : files) {
      split
          .apply(file)
          .ifPresentOrElse(
              each -> found.computeIfAbsent(each, any -> new ArrayList<>()).add(file),
              () -> others.add(file));
    }
    // One name alone among many may mean anything.
    if (found.isEmpty() || found.size() == 1 && !others.isEmpty()) {
      return Optional.empty();
    }
    List<Group> groups = new ArrayList<>();
    found.forEach(
        (each, some) -> groups.add(new Group(Optional.of(each), base.apply(some.get(0)), some)));
    if (!others.isEmpty()) {
      groups.add(new Group(Optional.empty(), root, others));
    }
    return Optional.of(new TableFiles(groups));
  }

  /** The only split that is a word in a file's name. */
  private static Optional<Split> byName(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    Set<Split> found = EnumSet.noneOf(Split.class);
    for (String word : name.split("[^a-z]+")) {
      SplitNames.of(word).ifPresent(found::add);
    }
    return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
  }

  /** Returns whether there is a split. */
  boolean divided() {
    return groups.stream().anyMatch(group -> group.split().isPresent());
  }

  /** Returns the names of some files, for people. */
  static String names(List<String> files) {
    String some =
        files.stream()
            .limit(3)
            .map(file -> file.substring(file.lastIndexOf('/') + 1))
            .collect(Collectors.joining(", "));
    return files.size() > 3 ? some + ", ..." : some;
  }
}
