package org.convspark.data.arrays;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convspark.config.InputException;
import org.convspark.data.Split;
import org.convspark.data.arrays.file.ArrayFile;

/** The classes that labels stand for: a label is its class's number. */
final class ArrayClasses {
  private static final int SHOWN = 10;

  private final Map<Split, LabelCounts> labels;
  private final Map<Split, ArrayPair> arrays;

  /** The split whose labels say which classes there are. */
  private final Split first;

  private final int classes;

  /**
   * Finds the classes.
   *
   * @param labels of each split
   * @param arrays where they are from, for errors
   * @param model number of classes that a model tells apart, where there is one: no fewer are
   *     returned, whether they occur or not
   * @throws InputException if there are fewer than 2 classes, most of those up to the highest label
   *     don't occur, or other labels than in training
   */
  ArrayClasses(
      Map<Split, LabelCounts> labels, Map<Split, ArrayPair> arrays, Optional<Integer> model) {
    this.labels = labels;
    this.arrays = arrays;
    this.first = labels.containsKey(Split.TRAIN) ? Split.TRAIN : labels.keySet().iterator().next();
    int found = labels.get(first).classes();
    this.classes = Math.max(found, model.orElse(0));
    if (found > model.orElse(0)) {
      requireMost();
    }
    labels.keySet().forEach(this::requireKnown);
  }

  private ArrayFile file(Split split) {
    return arrays.get(split).labels();
  }

  private void requireMost() {
    LabelCounts found = labels.get(first);
    // One damaged byte would otherwise make a network of 256 classes, most of them never seen.
    if (classes < 2 || found.distinct() * 2 < classes) {
      int highest = classes - 1;
      throw new InputException(
          file(first).content().where(),
          "a highest label of "
              + highest
              + " (first at byte "
              + found.firstAt(highest)
              + ") with "
              + found.distinct()
              + " of the labels up to it in use",
          "2 to "
              + (file(first).header().element().bytes() == 1 ? 256 : LabelCounts.MOST)
              + " classes, numbered from 0, most of which occur",
          "check the labels");
    }
  }

  private void requireKnown(Split split) {
    int stranger = labels.get(split).classes() - 1;
    if (stranger >= classes) {
      throw new InputException(
          file(split).content().where(),
          "label " + stranger + " at byte " + labels.get(split).firstAt(stranger),
          "labels 0 to " + (classes - 1) + " as in training",
          "take all four files from the same dataset");
    }
  }

  /** Returns the number of classes. */
  int count() {
    return classes;
  }

  /** Returns the number of examples of each class by split. */
  Map<Split, List<Long>> counts() {
    Map<Split, List<Long>> counts = new LinkedHashMap<>();
    labels.forEach((split, found) -> counts.put(split, found.counts(classes)));
    return counts;
  }

  /** Returns a line that names the classes without examples; nothing where all have some. */
  Optional<String> remark() {
    List<Long> counts = labels.get(first).counts(classes);
    List<String> without = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      if (counts.get(label) == 0) {
        without.add(Integer.toString(label));
      }
    }
    return without.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "No "
                + first.noun()
                + " images of class "
                + without.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (without.size() > SHOWN ? ", ..." : ""));
  }
}
