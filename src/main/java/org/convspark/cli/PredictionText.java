package org.convspark.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.convspark.model.rows.PredictionColumns;

/**
 * Writes a prediction as the lecture looks at it: the vector of probabilities, its argmax and how
 * probable that is.
 */
public final class PredictionText {
  /** How many classes are named beside the most probable one. */
  private static final int NEXT = 2;

  private PredictionText() {}

  /**
   * Returns the prediction of one image, over four lines.
   *
   * @param row with the columns of {@link PredictionColumns}, and id or path, and label, if any
   * @param classNames what each class is called, which may be its number
   */
  public static String of(Row row, List<String> classNames) {
    List<String> columns = List.of(row.schema().fieldNames());
    String names =
        Stream.of("id", "path", "label")
            .filter(columns::contains)
            .map(
                column ->
                    column
                        + " "
                        + Terminal.oneLine(String.valueOf(row.get(row.fieldIndex(column)))))
            .collect(Collectors.joining(", "));
    String image = names.isEmpty() ? "image" : names;
    Optional<String> remark = text(row, columns, PredictionColumns.REMARK);
    if (row.isNullAt(row.fieldIndex(PredictionColumns.PREDICTION))) {
      return image + "\n  no prediction: " + remark.orElse("nothing in it");
    }
    List<Float> probabilities = row.getList(row.fieldIndex(PredictionColumns.PROBABILITIES));
    return image
        + remark.map(seen -> " (" + seen + ")").orElse("")
        + "\n"
        + of(probabilities, classNames);
  }

  /**
   * Returns a prediction over three lines: all probabilities, the most probable class, and those
   * that come next.
   *
   * @param probabilities of each class, two or more
   * @param classNames what each class is called, which may be its number
   */
  public static String of(List<Float> probabilities, List<String> classNames) {
    // Stable: of equals the lowest class comes first, as argmax has it.
    List<Integer> order =
        IntStream.range(0, probabilities.size())
            .boxed()
            .sorted(Comparator.comparing(probabilities::get, Comparator.reverseOrder()))
            .toList();
    String vector =
        probabilities.stream()
            .map(p -> String.format(Locale.ROOT, "%.4e", p))
            .collect(Collectors.joining(", ", "[", "]"));
    String next =
        order.stream()
            .skip(1)
            .limit(NEXT)
            .map(k -> named(k, classNames) + probability(": ", probabilities.get(k)))
            .collect(Collectors.joining(", "));
    int best = order.get(0);
    return "  probabilities: "
        + vector
        + "\n  argmax: "
        + named(best, classNames)
        + probability("  probability: ", probabilities.get(best))
        + "\n  then "
        + next;
  }

  private static String probability(String before, float probability) {
    return before + String.format(Locale.ROOT, "%.8f", probability);
  }

  private static String named(int k, List<String> classNames) {
    String number = Integer.toString(k);
    String name = classNames.get(k);
    return name.equals(number) ? number : number + " (" + Terminal.oneLine(name) + ")";
  }

  private static Optional<String> text(Row row, List<String> columns, String column) {
    return columns.contains(column)
        ? Optional.ofNullable(row.getString(row.fieldIndex(column))).map(Terminal::oneLine)
        : Optional.empty();
  }
}
