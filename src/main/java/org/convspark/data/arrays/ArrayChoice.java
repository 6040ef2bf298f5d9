package org.convspark.data.arrays;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convspark.config.InputException;

/**
 * The arrays among many that are one dataset.
 *
 * @param chosen an array for each role
 * @param leftOut names of the others
 */
public record ArrayChoice<T>(Map<ArrayRole, T> chosen, List<String> leftOut) {
  private static final int SHOWN = 4;

  /**
   * Chooses the dataset that is there: of the arrays whose names have the same other words, and
   * where that isn't enough, those in one place. One that has images and labels comes before what
   * is incomplete.
   *
   * @param where the location, for errors
   * @throws InputException if there are several datasets
   */
  public static <T> ArrayChoice<T> of(String where, List<ArrayCandidate<T>> candidates) {
    List<List<ArrayCandidate<T>>> groups = new ArrayList<>();
    for (List<ArrayCandidate<T>> alike : grouped(candidates, ArrayCandidate::stem)) {
      if (twice(alike).isEmpty()) {
        groups.add(alike);
      } else {
        groups.addAll(grouped(alike, ArrayCandidate::place));
      }
    }
    List<List<ArrayCandidate<T>>> whole =
        groups.stream().filter(ArrayChoice::hasImagesWithLabels).toList();
    if (whole.size() > 1) {
      throw several(where, whole);
    }
    if (whole.isEmpty() && groups.size() > 1 && twice(candidates).isPresent()) {
      throw several(where, groups);
    }
    List<ArrayCandidate<T>> chosen = whole.isEmpty() ? candidates : whole.get(0);
    Optional<List<ArrayCandidate<T>>> twice = twice(chosen);
    if (twice.isPresent()) {
      throw several(where, List.of(twice.get().subList(0, 1), twice.get().subList(1, 2)));
    }
    Map<ArrayRole, T> byRole = new LinkedHashMap<>();
    chosen.forEach(each -> byRole.put(each.role(), each.what()));
    return new ArrayChoice<>(
        byRole,
        candidates.stream()
            .filter(each -> !chosen.contains(each))
            .map(ArrayCandidate::name)
            .toList());
  }

  private static <T> Collection<List<ArrayCandidate<T>>> grouped(
      List<ArrayCandidate<T>> candidates, Function<ArrayCandidate<T>, String> by) {
    return candidates.stream()
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** Returns two arrays of one role, if there are such. */
  private static <T> Optional<List<ArrayCandidate<T>>> twice(List<ArrayCandidate<T>> some) {
    Map<ArrayRole, ArrayCandidate<T>> first = new LinkedHashMap<>();
    for (ArrayCandidate<T> each : some) {
      ArrayCandidate<T> before = first.putIfAbsent(each.role(), each);
      if (before != null) {
        return Optional.of(List.of(before, each));
      }
    }
    return Optional.empty();
  }

  private static <T> boolean hasImagesWithLabels(List<ArrayCandidate<T>> some) {
    return some.stream()
        .anyMatch(
            each -> some.stream().anyMatch(other -> other.role().equals(each.role().other())));
  }

  private static <T> InputException several(
      String where, List<? extends List<ArrayCandidate<T>>> groups) {
    return new InputException(
        where,
        "several datasets: "
            + groups.stream()
                .limit(SHOWN)
                .map(group -> group.get(0).name())
                .collect(Collectors.joining(", "))
            + (groups.size() > SHOWN ? ", ..." : ""),
        "one",
        "put the files of the one that is meant into a directory of their own, or give its file");
  }
}
