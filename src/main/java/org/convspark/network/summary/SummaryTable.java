package org.convspark.network.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.convspark.network.summary.NetworkSummary.Row;

/** Formats a {@link NetworkSummary} as Keras prints it; columns are as wide as what is in them. */
final class SummaryTable {
  private static final int[] KERAS_WIDTHS = {28, 25, 11};

  private SummaryTable() {}

  static String format(NetworkSummary summary) {
    List<String[]> lines = new ArrayList<>();
    lines.add(line(summary, "Layer (type)", "Output Shape", "Param #", "Connected to"));
    for (Row row : summary.rows()) {
      lines.add(
          line(
              summary,
              row.layer() + " (" + row.type() + ")",
              row.outputShape(),
              count(row.parameters()),
              String.join(", ", row.inputs())));
    }
    int[] widths = widths(lines);
    int total = 1;
    for (int width : widths) {
      total += width;
    }
    StringBuilder table = new StringBuilder();
    table.append("Model: \"").append(summary.name()).append("\"\n");
    table.append("_".repeat(total)).append('\n');
    append(table, lines.get(0), widths);
    table.append("=".repeat(total)).append('\n');
    lines.stream().skip(1).forEach(line -> append(table, line, widths));
    table.append("=".repeat(total)).append('\n');
    long all = summary.parameters();
    table.append("Total params: ").append(size(all)).append('\n');
    table.append("Trainable params: ").append(size(summary.trainable())).append('\n');
    table.append("Non-trainable params: ").append(size(all - summary.trainable())).append('\n');
    table.append("_".repeat(total)).append('\n');
    return table.toString();
  }

  private static String[] line(
      NetworkSummary summary, String layer, String shape, String parameters, String inputs) {
    return summary.branching()
        ? new String[] {layer, shape, parameters, inputs}
        : new String[] {layer, shape, parameters};
  }

  private static int[] widths(List<String[]> lines) {
    int[] widths = new int[lines.get(0).length];
    System.arraycopy(KERAS_WIDTHS, 0, widths, 0, KERAS_WIDTHS.length);
    for (String[] line : lines) {
      for (int column = 0; column < line.length; column++) {
        int gap = column < line.length - 1 ? 2 : 0;
        widths[column] = Math.max(widths[column], line[column].length() + gap);
      }
    }
    return widths;
  }

  private static void append(StringBuilder table, String[] line, int[] widths) {
    StringBuilder text = new StringBuilder(" ");
    for (int column = 0; column < line.length; column++) {
      text.append(line[column]).append(" ".repeat(widths[column] - line[column].length()));
    }
    table.append(text.toString().stripTrailing()).append('\n');
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number of float32 parameters and what they take, in Keras's units. */
  private static String size(long parameters) {
    double bytes = 4.0 * parameters;
    String[] units = {"Byte", "KB", "MB", "GB"};
    int unit = 0;
    while (bytes >= 1024 && unit < units.length - 1) {
      bytes /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%,d (%.2f %s)", parameters, bytes, units[unit]);
  }
}
