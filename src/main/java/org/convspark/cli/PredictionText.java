package org.convspark.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.convspark.model.rows.PredictionColumns;

/**
 * Writes a prediction as the lecture looks at it: the vector of probabilities, its argmax and how
 * probable that is.
 */
public final class PredictionText {
  private PredictionText() {}

  /**
   * Returns the prediction of one image, over three lines.
   *
   * @param row with the columns of {@link PredictionColumns}, and id or path, and label, if any
   */
  public static String of(Row row) {
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
    String vector =
        probabilities.stream()
            .map(p -> String.format(Locale.ROOT, "%.4e", p))
            .collect(Collectors.joining(", ", "[", "]"));
    double confidence = row.getAs(PredictionColumns.CONFIDENCE);
    return image
        + remark.map(seen -> " (" + seen + ")").orElse("")
        + "\n  probabilities: "
        + vector
        + "\n  argmax: "
        + row.getAs(PredictionColumns.PREDICTION)
        + text(row, columns, PredictionColumns.CLASS).map(name -> " (" + name + ")").orElse("")
        + String.format(Locale.ROOT, "  probability: %.8f", confidence);
  }

  private static Optional<String> text(Row row, List<String> columns, String column) {
    return columns.contains(column)
        ? Optional.ofNullable(row.getString(row.fieldIndex(column))).map(Terminal::oneLine)
        : Optional.empty();
  }
}
