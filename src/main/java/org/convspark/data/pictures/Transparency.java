package org.convspark.data.pictures;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convspark.data.preprocessing.Picture;

/** On what paper transparent pixels stand. */
final class Transparency {
  private static final float OPAQUE = 255;
  private static final float LIGHT = 128;

  private final int height;
  private final int width;
  private final float[] opacity;
  private final float[] luminance;

  private Transparency(int height, int width, float[] opacity, float[] luminance) {
    this.height = height;
    this.width = width;
    this.opacity = opacity;
    this.luminance = luminance;
  }

  /**
   * Puts pixels on white, or on black where white wouldn't show them: where the edges are
   * transparent and what is opaque is light. Where the edges are opaque the picture has a paper of
   * its own, and what is missing of it becomes light or dark as that is.
   *
   * @param planes 1 or 3 of values from 0 to 255, and the opacity; changed
   * @param remarks gets a line where it is black
   */
  static float[][] onPaper(int height, int width, float[][] planes, List<String> remarks) {
    int colours = planes.length - 1;
    float[][] visible = Arrays.copyOf(planes, colours);
    float[] opacity = planes[colours];
    if (IntStream.range(0, opacity.length).allMatch(i -> opacity[i] == OPAQUE)) {
      return visible;
    }
    float[] luminance = new Picture(height, width, visible).grey().values();
    boolean black = new Transparency(height, width, opacity, luminance).isBlack();
    if (black) {
      remarks.add("light ink on a transparent ground: put on black");
    }
    float paper = black ? 0 : 255;
    for (float[] plane : visible) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = paper + (plane[i] - paper) * opacity[i] / OPAQUE;
      }
    }
    return visible;
  }

  private boolean isBlack() {
    int[] edge =
        IntStream.range(0, opacity.length)
            .filter(
                i ->
                    i < width
                        || i >= width * (height - 1)
                        || i % width == 0
                        || i % width == width - 1)
            .toArray();
    double there = IntStream.of(edge).mapToDouble(i -> opacity[i]).sum() / edge.length;
    return there < OPAQUE / 2
        ? mean(IntStream.range(0, opacity.length)) >= LIGHT
        : mean(IntStream.of(edge)) < LIGHT;
  }

  /** Returns the mean luminance, each pixel as far as it is there; that of black where none is. */
  private double mean(IntStream places) {
    double[] sums = new double[2];
    places.forEach(
        i -> {
          sums[0] += (double) opacity[i] * luminance[i];
          sums[1] += opacity[i];
        });
    return sums[1] == 0 ? 0 : sums[0] / sums[1];
  }
}
