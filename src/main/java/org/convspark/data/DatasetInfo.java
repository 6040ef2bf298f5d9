package org.convspark.data;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.convspark.config.InputException;

/**
 * What is known of a dataset before its images are read. As JSON it is the content of {@code
 * dataset.json}.
 *
 * @param name the name by which every output calls it: {@code mnist} or {@code synthetic:60000}
 * @param shape of each image
 * @param classes number of classes, at least 2
 * @param counts examples by split and then by class, {@code classes} long each
 * @param sha256 hex digest of each source file's uncompressed bytes, by file name; empty where
 *     there are no source files
 */
public record DatasetInfo(
    String name,
    @JsonUnwrapped ImageShape shape,
    int classes,
    Map<Split, List<Long>> counts,
    Map<String, String> sha256) {

  /**
   * Checks the number of classes and that every split has a count for each.
   *
   * @throws IllegalArgumentException if there are fewer than 2 classes, or a split lacks a count
   *     for each of them
   */
  public DatasetInfo {
    if (classes < 2) {
      throw new IllegalArgumentException(classes + " classes, expected at least 2");
    }
    Map<Split, List<Long>> copy = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Long> ofSplit = counts.get(split);
      if (ofSplit == null || ofSplit.size() != classes) {
        throw new IllegalArgumentException(
            split.directory() + " counts " + ofSplit + ", expected " + classes + " of them");
      }
      copy.put(split, List.copyOf(ofSplit));
    }
    counts = Collections.unmodifiableMap(copy);
    sha256 = Collections.unmodifiableMap(new TreeMap<>(sha256));
  }

  /** Returns the number of examples in a split, of all classes together. */
  public long count(Split split) {
    return counts.get(split).stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Checks that a split holds as many examples as this description says.
   *
   * @param found how many examples were read
   * @throws InputException if the numbers differ
   */
  public void requireCount(Split split, long found) {
    if (found != count(split)) {
      throw new InputException(
          name,
          found + " images of " + split.directory(),
          count(split) + " by the dataset's description",
          "see whether files are missing, or prepare the dataset again");
    }
  }

  /**
   * Returns the same dataset with other counts by class for one split, as a limit or a validation
   * split leaves them.
   */
  public DatasetInfo withCounts(Split split, List<Long> ofSplit) {
    Map<Split, List<Long>> changed = new EnumMap<>(counts);
    changed.put(split, ofSplit);
    return new DatasetInfo(name, shape, classes, changed, sha256);
  }

  /** Returns what is in it, for people: how many images of which shape, and of how many classes. */
  public String contents() {
    return count(Split.TRAIN)
        + " training and "
        + count(Split.TEST)
        + " test images of "
        + shape
        + ", "
        + classes
        + " classes";
  }
}
