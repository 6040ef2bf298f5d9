package org.convspark.data.preprocessing;

import java.util.Arrays;

/**
 * The background of a photographed digit: light falls off over a sheet of paper, and a camera adds
 * noise. Neither is ink.
 *
 * @param surface factors of 1, x, y, x², xy and y², where x and y go from -1 to 1
 * @param noise standard deviation of the background around the surface
 */
@SuppressWarnings("ArrayRecordComponent")
record Background(double[] surface, double noise) {
  private static final int TERMS = 6;

  /** Border pixels that differ from the median by no more than this, of 255, are background. */
  private static final double NEAR = 8;

  /** So many times the usual distance from the median is no background, but ink at the border. */
  private static final double FAR = 5;

  /** Keeps a surface through pixels of one edge, or of one row, from rising without end. */
  private static final double RIDGE = 1e-3;

  /**
   * Fits the surface to the border pixels by least squares; ink that crosses the border is left
   * out.
   */
  static Background of(GreyImage image) {
    float median = image.borderMedian();
    double[] distances =
        image.border().mapToDouble(at -> Math.abs(value(image, at) - median)).sorted().toArray();
    double farthest = Math.max(NEAR, FAR * distances[distances.length / 2]);
    int[] places =
        image.border().filter(at -> Math.abs(value(image, at) - median) <= farthest).toArray();
    if (Arrays.stream(places).allMatch(at -> value(image, at) == median)) {
      return new Background(new double[] {median, 0, 0, 0, 0, 0}, 0);
    }
    double[][] equations = new double[TERMS][TERMS + 1];
    for (int at : places) {
      double[] terms = terms(image, at / image.width(), at % image.width());
      for (int i = 0; i < TERMS; i++) {
        for (int j = 0; j < TERMS; j++) {
          equations[i][j] += terms[i] * terms[j] / places.length;
        }
        equations[i][TERMS] += terms[i] * (value(image, at) - median) / places.length;
      }
    }
    for (int i = 1; i < TERMS; i++) {
      equations[i][i] += RIDGE;
    }
    double[] surface = solved(equations);
    surface[0] += median;
    Background paper = new Background(surface, 0);
    double squares =
        Arrays.stream(places)
            .mapToDouble(
                at -> {
                  int y = at / image.width();
                  double rest = value(image, at) - paper.at(image, y, at % image.width());
                  return rest * rest;
                })
            .sum();
    return new Background(surface, Math.sqrt(squares / places.length));
  }

  private static float value(GreyImage image, int at) {
    return image.at(at / image.width(), at % image.width());
  }

  /** Returns the value that the image would have at a pixel without ink. */
  double at(GreyImage image, int y, int x) {
    double[] terms = terms(image, y, x);
    double sum = 0;
    for (int i = 0; i < TERMS; i++) {
      sum += surface[i] * terms[i];
    }
    return sum;
  }

  private static double[] terms(GreyImage image, int y, int x) {
    double v = (2.0 * y + 1) / image.height() - 1;
    double u = (2.0 * x + 1) / image.width() - 1;
    return new double[] {1, u, v, u * u, u * v, v * v};
  }

  /** Gauss's elimination; the matrix is positive definite and needs no pivoting. */
  private static double[] solved(double[][] rows) {
    for (int i = 0; i < TERMS; i++) {
      for (int j = i + 1; j < TERMS; j++) {
        double factor = rows[j][i] / rows[i][i];
        for (int k = i; k <= TERMS; k++) {
          rows[j][k] -= factor * rows[i][k];
        }
      }
    }
    double[] solution = new double[TERMS];
    for (int i = TERMS - 1; i >= 0; i--) {
      double value = rows[i][TERMS];
      for (int k = i + 1; k < TERMS; k++) {
        value -= rows[i][k] * solution[k];
      }
      solution[i] = value / rows[i][i];
    }
    return solution;
  }
}
