package org.convspark.data.tables.columns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of many columns of numbers are an image's pixels, and in which order: {@code pixel0,
 * pixel1, ...} by number, {@code 1x1, 1x2, ...} by row and column, else all as they stand.
 *
 * @param names of the pixels' columns, in their order
 * @param others that are none of them
 */
record PixelColumns(List<String> names, List<String> others) {
  /** Fewer columns of numbers than these are no image. */
  private static final int FEWEST = 4;

  private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:(\\d{1,9})x)?(\\d{1,9})");

  private record Numbered(String name, int row, int column) {}

  /**
   * Chooses among columns.
   *
   * @param numbers names of all columns of numbers that are nothing else, in the table's order
   * @return the pixels; none if there are too few
   */
  static PixelColumns of(List<String> numbers) {
    Map<String, List<Numbered>> groups = new LinkedHashMap<>();
    for (String name : numbers) {
      Matcher matcher = NUMBERED.matcher(name);
      if (matcher.matches()) {
        boolean pair = matcher.group(2) != null;
        groups
            .computeIfAbsent(matcher.group(1) + (pair ? "x" : ""), any -> new ArrayList<>())
            .add(
                new Numbered(
                    name,
                    pair ? Integer.parseInt(matcher.group(2)) : 0,
                    Integer.parseInt(matcher.group(3))));
      }
    }
    List<Numbered> most =
        groups.values().stream()
            .max(Comparator.<List<Numbered>>comparingInt(List::size))
            .orElse(List.of());
    // An index or a measurement beside them is no pixel.
    List<String> pixels =
        2 * most.size() > numbers.size()
            ? most.stream()
                .sorted(Comparator.comparingInt(Numbered::row).thenComparing(Numbered::column))
                .map(Numbered::name)
                .toList()
            : numbers;
    if (pixels.size() < FEWEST) {
      return new PixelColumns(List.of(), numbers);
    }
    List<String> others = new ArrayList<>(numbers);
    others.removeAll(new java.util.HashSet<>(pixels));
    return new PixelColumns(pixels, others);
  }
}
