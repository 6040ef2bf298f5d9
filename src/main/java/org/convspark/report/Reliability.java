package org.convspark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.convspark.evaluation.Calibration;
import org.convspark.report.Chart.Point;
import org.convspark.report.Chart.Series;

/**
 * The diagram of confidence against accuracy, with a point for each interval of confidence.
 *
 * @param chart the diagram
 * @param error the expected calibration error, as text
 * @param bins the intervals that have examples
 */
record Reliability(Chart chart, String error, List<Bin> bins) {
  /** An interval of confidence and its figures, as text. */
  record Bin(String interval, String count, String confidence, String accuracy) {}

  /**
   * Returns the diagram of one run, null where it has no calibration.
   *
   * @param colour of the points, 0 to {@link Chart#COLOURS} - 1
   */
  static Reliability of(RunData run, int colour) {
    Calibration calibration = run.metrics().metrics().calibration();
    long examples = calibration.bins().stream().mapToLong(Calibration.Bin::count).sum();
    if (examples == 0) {
      return null;
    }
    List<Point> points = new ArrayList<>();
    List<Bin> bins = new ArrayList<>();
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        String interval = String.format(Locale.ROOT, "%.2f to %.2f", bin.lower(), bin.upper());
        points.add(
            new Point(
                bin.confidence(),
                bin.accuracy(),
                // By area, but always there to be seen.
                0.6 + 8.0 * bin.count() / examples,
                String.format(
                    Locale.ROOT,
                    "%s at confidence %.2f: %s right",
                    Text.plural(bin.count(), "image"),
                    bin.confidence(),
                    Text.percent(bin.accuracy()))));
        bins.add(
            new Bin(
                interval,
                Text.count(bin.count()),
                Text.fixed(bin.confidence()),
                Text.fixed(bin.accuracy())));
      }
    }
    String error = Text.fixed(calibration.expectedError());
    Axis unit = new Axis(0, 1, 0.2, 0, 1);
    Chart chart =
        Chart.ofPoints(
            "Accuracy",
            "Accuracy against confidence in "
                + bins.size()
                + " intervals; expected calibration error "
                + error,
            "confidence",
            unit,
            unit,
            List.of(new Series("", colour, false, points)));
    return new Reliability(chart, error, bins);
  }
}
