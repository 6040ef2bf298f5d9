package org.convspark.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convspark.config.InputException;
import org.convspark.config.Redaction;
import org.convspark.data.preprocessing.Preprocessing;

/**
 * What is known of a dataset before its images are read. As JSON it is the content of {@code
 * dataset.json}.
 *
 * @param name the name by which every output calls it: {@code mnist} or {@code synthetic:60000}
 * @param shape of each image
 * @param classes number of classes, at least 2
 * @param counts examples by split and then by class, {@code classes} long each; without the splits
 *     that the dataset doesn't have
 * @param sha256 hex digest of each source file's uncompressed bytes, by file name; or, where images
 *     came from many files, of all images of a split
 * @param classNames of the classes, in order; empty where they are called by their numbers
 * @param preprocessing what made these images of what was found, and how a picture becomes like
 *     them
 */
public record DatasetInfo(
    String name,
    @JsonUnwrapped ImageShape shape,
    int classes,
    Map<Split, List<Long>> counts,
    Map<String, String> sha256,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> classNames,
    Preprocessing preprocessing) {

  /**
   * Checks the number of classes and that every split has a count for each.
   *
   * @throws IllegalArgumentException if there are fewer than 2 classes or no split, or counts or
   *     names aren't as many
   */
  public DatasetInfo {
    if (classes < 2) {
      throw new IllegalArgumentException(classes + " classes, expected at least 2");
    }
    if (counts.isEmpty()) {
      throw new IllegalArgumentException("no split, expected train or test");
    }
    if (!classNames.isEmpty() && classNames.size() != classes) {
      throw new IllegalArgumentException(
          classNames.size() + " names of classes, expected " + classes);
    }
    Map<Split, List<Long>> copy = new EnumMap<>(Split.class);
    counts.forEach(
        (split, ofSplit) -> {
          if (ofSplit == null || ofSplit.size() != classes) {
            throw new IllegalArgumentException(
                split.directory() + " counts " + ofSplit + ", expected " + classes + " of them");
          }
          copy.put(split, List.copyOf(ofSplit));
        });
    counts = Collections.unmodifiableMap(copy);
    // Both go to every output, and may come of a location with a password in it.
    name = Redaction.text(name);
    Map<String, String> digests = new TreeMap<>();
    sha256.forEach((file, digest) -> digests.put(Redaction.text(file), Redaction.text(digest)));
    sha256 = Collections.unmodifiableMap(digests);
    classNames = List.copyOf(classNames);
  }

  /** Describes images whose classes have no names, and of whose making nothing else is known. */
  public DatasetInfo(
      String name,
      ImageShape shape,
      int classes,
      Map<Split, List<Long>> counts,
      Map<String, String> sha256) {
    this(
        name,
        shape,
        classes,
        counts,
        sha256,
        List.of(),
        Preprocessing.unrecorded(shape.channels(), sha256.values()));
  }

  /** Returns the splits that the dataset has, in order. */
  public Set<Split> splits() {
    return counts.keySet();
  }

  /** Returns whether the dataset has a split. */
  public boolean has(Split split) {
    return counts.containsKey(split);
  }

  /** Returns the number of examples in a split, of all classes together; 0 where it has none. */
  public long count(Split split) {
    return counts.getOrDefault(split, List.of()).stream().mapToLong(Long::longValue).sum();
  }

  /** Returns what a class is called: its name, or its number where it has none. */
  public String className(int label) {
    return classNames.isEmpty() ? Integer.toString(label) : classNames.get(label);
  }

  /** Returns what all classes are called, in order. */
  public List<String> labels() {
    return IntStream.range(0, classes).mapToObj(this::className).toList();
  }

  /**
   * Checks that a split is there and has examples.
   *
   * @throws InputException if it isn't
   */
  public void require(Split split) {
    if (count(split) == 0) {
      throw new InputException(
          name,
          "no " + split.noun() + " images, but " + contents(),
          split.noun() + " images",
          "give data that has them");
    }
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
    return new DatasetInfo(name, shape, classes, changed, sha256, classNames, preprocessing);
  }

  /** Returns the same dataset with images of another shape, made by other preprocessing. */
  public DatasetInfo with(ImageShape otherShape, Preprocessing other) {
    return new DatasetInfo(name, otherShape, classes, counts, sha256, classNames, other);
  }

  /** Returns what is in it, for people: how many images of which shape, and of how many classes. */
  public String contents() {
    return splits().stream()
            .map(split -> count(split) + " " + split.noun())
            .collect(Collectors.joining(" and "))
        + " images of "
        + shape
        + ", "
        + classes
        + " classes";
  }
}
