package org.convspark.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convspark.storage.Location;

/**
 * The names of checkpoints in their directory: {@code epoch-0002.zip} holds the state after the
 * second epoch, {@code epoch-0003-round-00012.zip} that within the third, after its round 12. In a
 * listing they stand in this order. Earlier versions called the first {@code
 * epoch-0003-round-00000.zip}.
 */
public final class CheckpointNames {
  private static final Pattern NAME =
      Pattern.compile("epoch-(\\d{1,9})(?:-round-(\\d{1,9}))?\\.zip");

  private CheckpointNames() {}

  /**
   * Returns the name of a checkpoint.
   *
   * @param epoch the epoch that is under way, from 1
   * @param round the last round of it that is done, 0 at its start
   */
  public static String of(int epoch, int round) {
    return round == 0
        ? String.format(Locale.ROOT, "epoch-%04d.zip", epoch - 1)
        : String.format(Locale.ROOT, "epoch-%04d-round-%05d.zip", epoch, round);
  }

  /**
   * Returns whether a checkpoint's name is that of a state.
   *
   * @param epoch the epoch that is under way, from 1
   * @param round the last round of it that is done, 0 at its start
   */
  public static boolean isOf(Location file, int epoch, int round) {
    return Arrays.equals(place(file), new int[] {epoch, round});
  }

  /** Returns those of the files that are checkpoints, oldest first. */
  public static List<Location> oldestFirst(List<Location> files) {
    return files.stream()
        .filter(file -> NAME.matcher(file.name()).matches())
        .sorted(Comparator.comparing(CheckpointNames::place, Arrays::compare))
        .toList();
  }

  /** Returns whether a file is the start of a checkpoint that a killed process left behind. */
  public static boolean isUnfinished(Location file) {
    return file.name().startsWith(".epoch-") && !file.name().endsWith(".crc");
  }

  /** Returns where a damaged checkpoint is put, under a name that is no checkpoint's. */
  public static Location damaged(Location file) {
    return file.sibling(file.name() + ".damaged").orElseThrow();
  }

  private static int[] place(Location file) {
    Matcher name = NAME.matcher(file.name());
    if (!name.matches()) {
      throw new IllegalArgumentException(file.toString());
    }
    int epoch = Integer.parseInt(name.group(1));
    return name.group(2) == null
        ? new int[] {epoch + 1, 0}
        : new int[] {epoch, Integer.parseInt(name.group(2))};
  }
}
