package org.convspark.data.conversion;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.convspark.config.InputException;
import org.convspark.data.ModelInput;

/**
 * The classes that labels stand for. Labels that are numbers from 0 most of which occur are the
 * classes' numbers; other labels are names, and the classes are in their order.
 *
 * @param names of the classes; empty where numbers say it all
 * @param classes how many there are
 */
record ClassNames(List<String> names, int classes) implements Serializable {
  private static final int MOST = 1 << 16;

  /**
   * Finds the classes.
   *
   * @param where the source, for errors
   * @param labels as they are found, all different
   * @param known names that the source says, of which labels are the numbers; or empty
   * @throws InputException if there are fewer than 2 classes or more than 65,536
   */
  static ClassNames of(String where, Set<String> labels, List<String> known) {
    if (!known.isEmpty()) {
      return checked(where, new ClassNames(List.copyOf(known), known.size()));
    }
    TreeSet<Long> numbers = new TreeSet<>();
    labels.stream().filter(ClassNames::isNumber).forEach(label -> numbers.add(Long.valueOf(label)));
    // "1" and "01" are two classes.
    boolean numbered = numbers.size() == labels.size() && !numbers.isEmpty();
    long highest = numbered ? numbers.last() : 0;
    // One stray number would otherwise make a network of classes most of which are never seen.
    if (numbered && highest < MOST && highest + 1 <= 2L * labels.size()) {
      return checked(where, new ClassNames(List.of(), (int) highest + 1));
    }
    List<String> names = new ArrayList<>(labels);
    names.sort(numbered ? Comparator.comparing(Long::valueOf) : Comparator.naturalOrder());
    return checked(where, new ClassNames(List.copyOf(names), names.size()));
  }

  private static boolean isNumber(String label) {
    return label.matches("[0-9]{1,9}");
  }

  private static ClassNames checked(String where, ClassNames found) {
    if (found.classes < 2 || found.classes > MOST) {
      throw new InputException(
          where,
          found.classes == 1 ? "one class" : found.classes + " classes",
          "2 to " + MOST,
          "give images of every class, each class in a folder or with a label of its own");
    }
    return found;
  }

  /** Returns the classes of a model, by what it calls them. */
  static ClassNames of(ModelInput model) {
    return new ClassNames(
        model.hasNamedClasses() ? model.classNames() : List.of(), model.classNames().size());
  }

  /**
   * Returns the number of each label's class: labels are names, or all of them numbers.
   *
   * @param where the source, for errors
   * @param known names that the source says, of which labels are the numbers; or empty
   * @throws InputException for a label that is none of the classes
   */
  Map<String, Integer> numbers(String where, Collection<String> labels, List<String> known) {
    boolean numbered =
        labels.stream().allMatch(ClassNames::isNumber)
            && names.stream().noneMatch(ClassNames::isNumber);
    Map<String, Integer> numbers = new HashMap<>();
    for (String label : labels) {
      int number =
          known.isEmpty()
              ? numbered ? Integer.parseInt(label) : names.indexOf(label)
              : number(label, known);
      if (number < 0 || number >= classes) {
        throw new InputException(
            where,
            "the class '" + label + "'",
            names.isEmpty()
                ? "classes 0 to " + (classes - 1)
                : "one of " + names.stream().limit(20).collect(Collectors.joining(", ")),
            "rename it, or leave its images out");
      }
      numbers.put(label, number);
    }
    return numbers;
  }

  private int number(String label, List<String> known) {
    int place = isNumber(label) ? Integer.parseInt(label) : known.size();
    if (place >= known.size()) {
      return -1;
    }
    return names.isEmpty() ? place : names.indexOf(known.get(place));
  }
}
