package org.convspark.data.arrays;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convspark.data.Split;
import org.convspark.data.arrays.file.ArrayKind;

/**
 * What the name of a file, or of an array in an archive, says, in any of the ways in which people
 * write it: {@code train-images-idx3-ubyte.gz}, {@code emnist-letters-test-labels}, {@code
 * x_train}, {@code valImages}.
 *
 * @param kind nothing where it doesn't say
 * @param split nothing where it doesn't say, or names several
 * @param stem its other words, without those that have digits: {@code emnist letters}
 */
public record ArrayName(Optional<ArrayKind> kind, Optional<Split> split, String stem) {
  /** Words in longer words, except where that is by chance, as in latest and interval. */
  private static final Pattern SPLIT =
      Pattern.compile(
          "(?<train>train(?:ing)?)|(?<test>(?<!la|con)test(?:ing)?|t10k)"
              + "|(?:(?<![a-z])|(?<=(?<![a-z])[xy]))"
              + "(?:val(?:id(?:ation)?)?|dev)(?=$|[^a-z]|[xy](?![a-z])|image|img|label)");

  private static final Pattern KIND =
      Pattern.compile("(?<images>images?(?!net)|imgs?|pixels?)|labels?|targets?");
  private static final Set<String> IMAGE_WORDS = Set.of("x", "data", "input", "inputs");
  private static final Set<String> LABEL_WORDS = Set.of("y");

  /** Words that say nothing of what is meant. */
  private static final Set<String> FORMAT =
      Set.of("idx", "ubyte", "byte", "short", "int", "float", "double", "npy", "npz", "gz", "set");

  /** A list of the classes' names isn't labels. */
  private static final Set<String> LISTS = Set.of("name", "names");

  /** Reads a name, without directories. */
  public static ArrayName of(String name) {
    Matcher split =
        SPLIT.matcher(name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT));
    Set<Split> splits = new LinkedHashSet<>();
    while (split.find()) {
      splits.add(
          split.group("train") != null
              ? Split.TRAIN
              : split.group("test") != null ? Split.TEST : Split.VALIDATION);
    }
    Matcher kinds = KIND.matcher(split.replaceAll(" "));
    Optional<ArrayKind> kind = Optional.empty();
    // The last one: train_image_labels are labels.
    while (kinds.find()) {
      kind = Optional.of(kinds.group("images") != null ? ArrayKind.IMAGES : ArrayKind.LABELS);
    }
    List<String> words =
        Stream.of(kinds.replaceAll(" ").split("[^a-z0-9]+"))
            .filter(word -> word.matches("[a-z]+") && !FORMAT.contains(word))
            .collect(Collectors.toCollection(ArrayList::new));
    if (kind.isEmpty()) {
      boolean images = words.removeIf(IMAGE_WORDS::contains);
      boolean labels = words.removeIf(LABEL_WORDS::contains);
      if (images != labels) {
        kind = Optional.of(images ? ArrayKind.IMAGES : ArrayKind.LABELS);
      }
    }
    return new ArrayName(
        words.stream().anyMatch(LISTS::contains) ? Optional.empty() : kind,
        splits.size() == 1 ? Optional.of(splits.iterator().next()) : Optional.empty(),
        String.join(" ", words));
  }
}
