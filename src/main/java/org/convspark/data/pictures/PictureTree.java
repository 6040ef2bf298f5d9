package org.convspark.data.pictures;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.convspark.data.Split;
import org.convspark.data.SplitNames;

/**
 * How a tree of files is divided into splits and classes: {@code train/cat/1.png}, or {@code
 * cat/1.png} where nobody has divided it. What is deeper in a class's directory belongs to it.
 *
 * @param files of each split; under {@link Split#TRAIN} all where they aren't divided
 * @param divided whether there are directories of splits
 * @param doubt what was found where it isn't clear whether directories are splits or classes
 */
record PictureTree(Map<Split, List<ClassFile>> files, boolean divided, Optional<String> doubt) {
  /**
   * A file and its class.
   *
   * @param path below the root
   * @param label name of the class's directory; null for a file that is in none
   */
  record ClassFile(String path, String label) {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /**
   * Divides files.
   *
   * @param paths below the root, with slashes, in order
   */
  static PictureTree of(List<String> paths) {
    int skipped = commonDirectories(paths);
    List<String[]> parts = paths.stream().map(path -> path.split("/")).toList();
    boolean divided = parts.stream().allMatch(each -> inSplit(each, skipped));
    Map<Split, List<ClassFile>> files = new EnumMap<>(Split.class);
    for (int i = 0; i < paths.size(); i++) {
      String[] each = parts.get(i);
      Split split = divided ? SplitNames.of(each[skipped]).orElseThrow() : Split.TRAIN;
      int at = divided ? skipped + 1 : skipped;
      files
          .computeIfAbsent(split, any -> new ArrayList<>())
          .add(new ClassFile(paths.get(i), each.length > at + 1 ? each[at] : null));
    }
    return new PictureTree(files, divided, divided ? Optional.empty() : doubt(parts, skipped));
  }

  /** A class may be called "train"; but its pictures aren't all in directories of their own. */
  private static Optional<String> doubt(List<String[]> parts, int at) {
    Map<String, List<String[]>> directories =
        parts.stream()
            .filter(each -> inSplit(each, at))
            .collect(Collectors.groupingBy(each -> each[at], TreeMap::new, Collectors.toList()));
    Optional<String> other =
        parts.stream()
            .filter(each -> !inSplit(each, at))
            .map(each -> String.join("/", each))
            .findFirst();
    return directories.entrySet().stream()
        .filter(each -> each.getValue().stream().allMatch(file -> file.length > at + 2))
        .findFirst()
        .flatMap(each -> other.map(path -> "pictures in " + each.getKey() + "/ and " + path));
  }

  private static boolean inSplit(String[] parts, int at) {
    return parts.length > at + 1 && SplitNames.of(parts[at]).isPresent();
  }

  /**
   * How many directories all files are in that hold nothing but another directory each, and are no
   * split's.
   */
  private static int commonDirectories(List<String> paths) {
    int common = 0;
    while (true) {
      int depth = common;
      Optional<String> first = paths.stream().map(path -> directory(path, depth)).findFirst();
      boolean shared =
          first.isPresent()
              && !first.get().isEmpty()
              && SplitNames.of(first.get()).isEmpty()
              && paths.stream()
                  .allMatch(
                      path ->
                          directory(path, depth).equals(first.get())
                              && !directory(path, depth + 1).isEmpty());
      if (!shared) {
        return common;
      }
      common++;
    }
  }

  /** The directory of a path at a depth; empty where that is the file itself, or below it. */
  private static String directory(String path, int depth) {
    String[] parts = path.split("/");
    return depth < parts.length - 1 ? parts[depth] : "";
  }
}
