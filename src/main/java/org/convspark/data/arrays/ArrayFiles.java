package org.convspark.data.arrays;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convspark.config.InputException;
import org.convspark.data.Split;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayKind;

/**
 * The arrays of a location, by what they are, as their names and headers say.
 *
 * @param where the location, for errors
 * @param name what the dataset is to be called
 * @param arrays at least one
 * @param missing the error for images without labels, or labels without images: by the one's role
 *     what says that the other isn't there
 * @param remarks lines for people
 */
public record ArrayFiles(
    String where,
    String name,
    Map<ArrayRole, ArrayFile> arrays,
    Function<ArrayRole, InputException> missing,
    List<String> remarks) {
  private static final int SHOWN = 5;

  /** Returns a line that names what isn't used; none where that is nothing. */
  public static List<String> leftOut(List<String> names) {
    return names.isEmpty()
        ? List.of()
        : List.of(
            "Left out "
                + names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? ", ..." : ""));
  }

  /** Returns whether nobody has divided the images. */
  boolean undivided() {
    return arrays.keySet().stream().allMatch(role -> role.split().isEmpty());
  }

  /** Returns the arrays that have no counterpart, except those that are none of a divided set. */
  List<ArrayRole> alone() {
    return used().keySet().stream().filter(role -> !used().containsKey(role.other())).toList();
  }

  private Map<ArrayRole, ArrayFile> used() {
    Map<ArrayRole, ArrayFile> used = new LinkedHashMap<>(arrays);
    if (!undivided()) {
      used.keySet().removeIf(role -> role.split().isEmpty());
    }
    return used;
  }

  /**
   * Returns images with their labels by split, under {@link Split#TRAIN} those that nobody has
   * divided. Without test images the validation images are the ones to test on.
   *
   * @throws InputException if images and labels differ in number
   */
  Map<Split, ArrayPair> pairs() {
    Map<Split, ArrayPair> pairs = new EnumMap<>(Split.class);
    used()
        .forEach(
            (role, array) -> {
              ArrayFile labels = used().get(role.other());
              if (role.kind() == ArrayKind.IMAGES && labels != null) {
                pairs.put(role.split().orElse(Split.TRAIN), new ArrayPair(array, labels));
              }
            });
    if (validationIsTest()) {
      pairs.put(Split.TEST, pairs.remove(Split.VALIDATION));
    }
    return pairs;
  }

  private boolean validationIsTest() {
    return has(Split.VALIDATION) && !has(Split.TEST);
  }

  private boolean has(Split split) {
    ArrayRole images = new ArrayRole(ArrayKind.IMAGES, Optional.of(split));
    return arrays.containsKey(images) && arrays.containsKey(images.other());
  }

  /**
   * Checks that there is what training needs.
   *
   * @param all whether every image must have a label, rather than the training images
   * @throws InputException if labels, or their images, are missing
   */
  public void requireLabels(boolean all) {
    for (ArrayRole role : alone()) {
      if (all || role.split().orElse(Split.TRAIN) == Split.TRAIN) {
        throw missing.apply(role);
      }
    }
  }

  /**
   * Returns images without labels that can only be predicted: those of a split, or the only ones
   * where there are no labels at all.
   */
  public Optional<ArrayFile> unlabelled(Split split) {
    ArrayRole ofSplit = new ArrayRole(ArrayKind.IMAGES, Optional.of(split));
    if (alone().contains(ofSplit)) {
      return Optional.of(arrays.get(ofSplit));
    }
    return arrays.size() == 1 && alone().get(0).kind() == ArrayKind.IMAGES
        ? Optional.of(arrays.values().iterator().next())
        : Optional.empty();
  }

  /** Returns the remarks, and what follows from the choice of splits. */
  List<String> allRemarks() {
    List<String> all = new ArrayList<>(remarks);
    if (validationIsTest()) {
      all.add("No test images: the validation images are the test images");
    }
    arrays.forEach(
        (role, array) -> {
          if (!used().containsKey(role)) {
            all.add(leftOut(array) + "which is of no split");
          } else if (!used().containsKey(role.other())) {
            all.add(leftOut(array) + "which has no " + role.other().kind().noun());
          }
        });
    return all;
  }

  private static String leftOut(ArrayFile array) {
    return "Left out " + array.content().where() + ", ";
  }
}
