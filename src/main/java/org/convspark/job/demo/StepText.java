package org.convspark.job.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convspark.report.NumberSheet;
import org.convspark.report.NumberSheet.Panel;

/** A step as lines for the terminal: arrays side by side as far as they fit, then remarks. */
final class StepText {
  private static final int WIDTH = 100;
  private static final String GAP = "    ";

  private StepText() {}

  static List<String> of(Step step) {
    List<String> lines = new ArrayList<>();
    lines.add(step.row().heading());
    List<String> beside = List.of();
    for (Panel panel : step.row().panels()) {
      List<String> block = block(panel);
      boolean fits = width(beside) + GAP.length() + width(block) <= WIDTH;
      if (!beside.isEmpty() && !fits) {
        add(lines, beside);
        beside = List.of();
      }
      beside = beside.isEmpty() ? block : join(beside, block);
    }
    add(lines, beside);
    lines.addAll(step.remarks());
    return lines;
  }

  private static void add(List<String> lines, List<String> block) {
    block.forEach(line -> lines.add(("  " + line).stripTrailing()));
    lines.add("");
  }

  /** Title and rows, each line of the same width. */
  private static List<String> block(Panel panel) {
    int widest =
        Arrays.stream(panel.values())
            .flatMap(row -> texts(row).stream())
            .mapToInt(String::length)
            .max()
            .orElse(1);
    List<String> lines = new ArrayList<>();
    lines.add(panel.title());
    for (float[] row : panel.values()) {
      lines.add(
          String.join(
              "  ",
              texts(row).stream().map(text -> " ".repeat(widest - text.length()) + text).toList()));
    }
    return padded(lines, width(lines), lines.size());
  }

  private static List<String> texts(float[] row) {
    List<String> texts = new ArrayList<>();
    for (float value : row) {
      texts.add(NumberSheet.text(value));
    }
    return texts;
  }

  private static List<String> join(List<String> left, List<String> right) {
    int height = Math.max(left.size(), right.size());
    List<String> first = padded(left, width(left), height);
    List<String> second = padded(right, width(right), height);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < height; i++) {
      lines.add(first.get(i) + GAP + second.get(i));
    }
    return lines;
  }

  private static List<String> padded(List<String> lines, int width, int height) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < height; i++) {
      String line = i < lines.size() ? lines.get(i) : "";
      padded.add(line + " ".repeat(width - line.length()));
    }
    return padded;
  }

  private static int width(List<String> lines) {
    return lines.stream().mapToInt(String::length).max().orElse(0);
  }
}
