package org.convspark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line chart, laid out for the template, which writes it as SVG inside the page: its text stays
 * text, its colours follow the page into dark mode and onto paper, and it scales with the screen.
 * Chart libraries for Java draw through AWT, which bakes in colours and the driver's font metrics,
 * and fails where a driver has no fonts, as in most containers.
 *
 * @param title text above the chart
 * @param description what it shows, for who can't see it
 * @param xTitle title of the horizontal axis
 * @param x horizontal axis
 * @param y vertical axis
 * @param lines what is drawn
 * @param reference a straight line to compare with, as a path; empty for none
 */
record Chart(
    String title,
    String description,
    String xTitle,
    Axis x,
    Axis y,
    List<Line> lines,
    String reference) {
  static final int WIDTH = 360;
  static final int HEIGHT = 216;
  private static final int LEFT = 44;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 36;
  private static final int MOST_MARKERS = 40;
  private static final double RADIUS = 3.2;

  /** Colours that the style sheet has; every colour comes with its own marker. */
  static final int COLOURS = 6;

  /**
   * Values to draw as one line.
   *
   * @param name in the legend
   * @param colour 0 to {@link #COLOURS} - 1
   * @param dashed whether the line is dashed
   * @param points in order of the horizontal axis
   */
  record Series(String name, int colour, boolean dashed, List<Point> points) {}

  /**
   * One value to draw.
   *
   * @param x value on the horizontal axis
   * @param y value on the vertical axis
   * @param size area of its marker relative to the usual
   * @param label text that shows when its marker is pointed at
   */
  record Point(double x, double y, double size, String label) {}

  /**
   * A series laid out as SVG paths.
   *
   * @param name in the legend
   * @param colour 0 to {@link #COLOURS} - 1
   * @param dashed whether the line is dashed
   * @param path of the line; empty where only markers are drawn
   * @param markers one for each point; none where there are too many points
   */
  record Line(String name, int colour, boolean dashed, String path, List<Marker> markers) {
    /** Returns the marker of the legend as a path around the origin. */
    public String sign() {
      return marker(colour, 0, 0, RADIUS);
    }
  }

  /** A marker as an SVG path, and the text that shows when it is pointed at. */
  record Marker(String path, String label) {}

  /** Returns a chart of lines over epochs. */
  static Chart ofEpochs(String title, String description, Axis x, Axis y, List<Series> series) {
    return of(title, description, "epoch", x, y, series, true, false);
  }

  /** Returns a chart of points of several sizes, with the diagonal to compare with. */
  static Chart ofPoints(
      String title, String description, String xTitle, Axis x, Axis y, List<Series> series) {
    return of(title, description, xTitle, x, y, series, false, true);
  }

  private static Chart of(
      String title,
      String description,
      String xTitle,
      Axis x,
      Axis y,
      List<Series> series,
      boolean joined,
      boolean diagonal) {
    Axis across = x.on(LEFT, WIDTH - RIGHT);
    Axis up = y.on(HEIGHT - BOTTOM, TOP);
    List<Line> lines = new ArrayList<>();
    for (Series each : series) {
      List<Marker> markers = new ArrayList<>();
      StringBuilder path = new StringBuilder();
      for (Point point : each.points()) {
        double px = across.place(point.x());
        double py = up.place(point.y());
        path.append(path.isEmpty() ? "M" : "L").append(number(px)).append(' ').append(number(py));
        markers.add(
            new Marker(
                marker(each.colour(), px, py, RADIUS * Math.sqrt(point.size())), point.label()));
      }
      boolean many = joined && markers.size() > MOST_MARKERS;
      lines.add(
          new Line(
              each.name(),
              each.colour(),
              each.dashed(),
              joined ? path.toString() : "",
              many ? List.of() : markers));
    }
    String reference =
        diagonal
            ? String.format(
                Locale.ROOT,
                "M%s %sL%s %s",
                number(across.from()),
                number(up.from()),
                number(across.to()),
                number(up.to()))
            : "";
    return new Chart(title, description, xTitle, across, up, lines, reference);
  }

  /** Colour alone tells nothing to some readers, so the shape does too. */
  private static String marker(int colour, double x, double y, double r) {
    String centre = "M" + number(x) + " " + number(y);
    double d = r * 1.25;
    double s = r * 0.9;
    return switch (colour % 4) {
      case 0 ->
          centre
              + String.format(
                  Locale.ROOT,
                  "m-%1$s 0a%1$s %1$s 0 1 0 %2$s 0a%1$s %1$s 0 1 0 -%2$s 0z",
                  number(r),
                  number(2 * r));
      case 1 ->
          centre
              + String.format(
                  Locale.ROOT, "m-%1$s -%1$sh%2$sv%2$sh-%2$sz", number(s), number(2 * s));
      case 2 ->
          centre
              + String.format(Locale.ROOT, "m0 -%1$sl%1$s %1$sl-%1$s %1$sl-%1$s -%1$sz", number(d));
      default ->
          centre
              + String.format(Locale.ROOT, "m0 -%1$sl%1$s %2$sh-%2$sz", number(d), number(2 * d));
    };
  }

  /** Returns a coordinate as text, to a hundredth: finer can't be seen, and files stay small. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  // For the template, which can't read constants.

  public int width() {
    return WIDTH;
  }

  public int height() {
    return HEIGHT;
  }

  public String left() {
    return number(x.from());
  }

  public String right() {
    return number(x.to());
  }

  public String bottom() {
    return number(y.from());
  }
}
