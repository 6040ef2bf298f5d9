package org.convspark.report;

import java.util.ArrayList;
import java.util.List;
import org.convspark.evaluation.ConfusionMatrix;
import org.convspark.evaluation.Metrics;
import org.convspark.evaluation.Metrics.ClassScore;
import org.convspark.run.RunMetrics;

/**
 * The confusion matrix as a shaded table, the classes' scores, and the most frequent confusions.
 *
 * @param rows a row of the matrix for each actual class
 * @param classes a row of scores for each class
 * @param confusions the most frequent first, as text
 */
record ConfusionTable(List<Row> rows, List<ClassRow> classes, List<String> confusions) {
  /** A row of the matrix: the predictions for one actual class. */
  record Row(String label, List<Cell> cells) {}

  /**
   * A cell of the matrix.
   *
   * @param count number of examples, as text
   * @param shade 0 to 100: of right ones their share of the class, of wrong ones in proportion to
   *     the greatest confusion; square roots, so that a few can be seen beside many
   * @param right whether the cell is on the diagonal
   * @param title text that says what the cell counts
   */
  record Cell(String count, int shade, boolean right, String title) {
    /** Returns whether the shade is so dark that it takes white text. */
    public boolean dark() {
      return right && shade > 80;
    }
  }

  /**
   * The scores of one class, as text.
   *
   * @param label what the class is called
   * @param support examples of the class
   * @param errors examples of the class taken for another
   * @param bar 0 to 100, in proportion to the class with most errors
   */
  record ClassRow(
      String label,
      String precision,
      String recall,
      String f1,
      String support,
      String errors,
      int bar) {}

  static ConfusionTable of(RunMetrics run) {
    return new ConfusionTable(rows(run), classes(run), confusions(run));
  }

  private static List<Row> rows(RunMetrics run) {
    ConfusionMatrix matrix = run.metrics().confusion();
    long greatest = 1;
    for (int actual = 0; actual < matrix.classes(); actual++) {
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        if (actual != predicted) {
          greatest = Math.max(greatest, matrix.count(actual, predicted));
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int actual = 0; actual < matrix.classes(); actual++) {
      List<Cell> cells = new ArrayList<>();
      long support = Math.max(1, matrix.actual(actual));
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        long count = matrix.count(actual, predicted);
        boolean right = actual == predicted;
        double share = right ? (double) count / support : (double) count / greatest;
        cells.add(
            new Cell(
                Long.toString(count),
                (int) Math.round(100 * Math.sqrt(share)),
                right,
                "actual "
                    + run.className(actual)
                    + ", predicted "
                    + run.className(predicted)
                    + ": "
                    + Text.count(count)));
      }
      rows.add(new Row(run.className(actual), cells));
    }
    return rows;
  }

  private static List<ClassRow> classes(RunMetrics run) {
    Metrics metrics = run.metrics();
    ConfusionMatrix matrix = metrics.confusion();
    long most = 1;
    for (ClassScore score : metrics.perClass()) {
      most = Math.max(most, errors(matrix, score));
    }
    List<ClassRow> classes = new ArrayList<>();
    for (ClassScore score : metrics.perClass()) {
      long errors = errors(matrix, score);
      classes.add(
          new ClassRow(
              run.className(score.label()),
              Text.fixed(score.precision()),
              Text.fixed(score.recall()),
              Text.fixed(score.f1()),
              Text.count(score.support()),
              Text.count(errors),
              (int) Math.round(100.0 * errors / most)));
    }
    return classes;
  }

  private static long errors(ConfusionMatrix matrix, ClassScore score) {
    return score.support() - matrix.count(score.label(), score.label());
  }

  private static List<String> confusions(RunMetrics run) {
    return run.metrics().topConfusions().stream()
        .limit(5)
        .map(
            each ->
                run.className(each.actual())
                    + " taken for "
                    + run.className(each.predicted())
                    + ", "
                    + (each.count() == 1 ? "once" : Text.count(each.count()) + " times"))
        .toList();
  }
}
