package org.convspark.job.demo;

import java.util.ArrayList;
import java.util.List;
import org.convspark.report.NumberSheet;

/** Shows of which products a value of a feature map is the sum. */
final class Sums {
  private Sums() {}

  /**
   * Returns the sum in writing.
   *
   * @param row of the value in the map
   * @param column of the value in the map
   * @param value what the layer computed there
   */
  static String of(float[][] image, float[][] kernel, int row, int column, float value) {
    List<String> products = new ArrayList<>();
    for (int i = 0; i < kernel.length; i++) {
      for (int j = 0; j < kernel[i].length; j++) {
        products.add(factor(image[row + i][column + j]) + "*" + factor(kernel[i][j]));
      }
    }
    return "row "
        + (row + 1)
        + ", column "
        + (column + 1)
        + ": "
        + String.join(" + ", products)
        + " = "
        + NumberSheet.text(value);
  }

  private static String factor(float value) {
    String text = NumberSheet.text(value);
    return value < 0 ? "(" + text + ")" : text;
  }
}
