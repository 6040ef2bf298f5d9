package org.convspark.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.convspark.model.PredictionColumns;

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
            .map(column -> column + " " + row.getAs(column))
            .collect(Collectors.joining(", "));
    List<Float> probabilities = row.getList(row.fieldIndex(PredictionColumns.PROBABILITIES));
    String vector =
        probabilities.stream()
            .map(p -> String.format(Locale.ROOT, "%.4e", p))
            .collect(Collectors.joining(", ", "[", "]"));
    double confidence = row.getAs(PredictionColumns.CONFIDENCE);
    return (names.isEmpty() ? "image" : names)
        + "\n  probabilities: "
        + vector
        + "\n  argmax: "
        + row.getAs(PredictionColumns.PREDICTION)
        + String.format(Locale.ROOT, "  probability: %.8f", confidence);
  }
}
