package org.convspark.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The names of checkpoints in their directory: {@code epoch-0003-round-00000.zip}. */
public final class CheckpointNames {
  private static final Pattern NAME = Pattern.compile("epoch-(\\d{1,9})-round-(\\d{1,9})\\.zip");

  private CheckpointNames() {}

  /**
   * @param epoch that is under way, from 1
   * @param round of it that was the last, 0 at its start
   */
  public static String of(int epoch, int round) {
    return String.format(Locale.ROOT, "epoch-%04d-round-%05d.zip", epoch, round);
  }

  /** The checkpoints among files. */
  public static List<Path> oldestFirst(FileStatus... files) {
    return Stream.of(files)
        .map(FileStatus::getPath)
        .filter(file -> NAME.matcher(file.getName()).matches())
        .sorted(Comparator.comparing(CheckpointNames::place, Arrays::compare))
        .toList();
  }

  private static int[] place(Path file) {
    Matcher name = NAME.matcher(file.getName());
    if (!name.matches()) {
      throw new IllegalArgumentException(file.toString());
    }
    return new int[] {Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))};
  }
}
