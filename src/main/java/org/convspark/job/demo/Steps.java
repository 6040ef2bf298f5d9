package org.convspark.job.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convspark.config.UsageException;
import org.convspark.report.NumberSheet.Panel;
import org.convspark.report.NumberSheet.Row;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * The steps of each example, with the lecture's numbers where none are given.
 *
 * @param image {@code [row][column]}
 * @param kernel {@code [row][column]}
 */
record Steps(Optional<float[][]> image, Optional<float[][]> kernel) {
  static final String IMAGE = "--image";
  static final String KERNEL = "--kernel";

  /** Of a map of more places the greatest is worked out alone. */
  private static final int MOST_PLACES = 4;

  /** A sum of more doesn't fit into a line. */
  private static final int MOST_PRODUCTS = 9;

  private static final int POOL = 2;
  private static final int DOWN = 1;
  private static final int RIGHT = 2;

  /**
   * Computes an example.
   *
   * @throws UsageException if there is a kernel where none is used, or one larger than the image
   */
  List<Step> of(WorkedExample example) {
    return switch (example) {
      case CONVOLUTION -> convolution();
      case PADDING -> padding();
      case STRIDE -> stride();
      case POOLING -> List.of(pooling());
      case SHIFT -> shift();
    };
  }

  private List<Step> convolution() {
    List<Step> steps = new ArrayList<>();
    if (image.isEmpty() && kernel.isEmpty()) {
      steps.add(
          convolved(
              "Differences of neighbours: a step up is found where it is",
              new float[][] {{0, 0, 0, 0, 1, 2, 3, 4, 4, 4, 4}},
              new float[][] {{-1, 1}}));
      steps.add(
          convolved(
              "A kernel is a pattern detector: the answer is greatest where the signal is like it",
              new float[][] {{0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 3, 0, 0, 0}},
              new float[][] {{1, 0, 1}}));
    }
    float[][] shown = image.orElse(Numbers.counting(4, 4));
    float[][] over = kernel.orElse(Numbers.counting(3, 3));
    Step last = convolved(Numbers.size(shown) + " under " + Numbers.size(over), shown, over);
    last.remarks()
        .add("The kernel isn't flipped: what networks call convolution is cross-correlation.");
    steps.add(last);
    return steps;
  }

  private static Step convolved(String heading, float[][] image, float[][] kernel) {
    requireFit(image, kernel);
    float[][] map = Layers.convolve(image, kernel, 1, ConvolutionMode.Truncate);
    List<String> remarks = new ArrayList<>();
    int places = map.length * map[0].length;
    if (kernel.length * kernel[0].length <= MOST_PRODUCTS) {
      if (places > MOST_PLACES) {
        remarks.add(sum(image, kernel, map, greatest(map)));
      } else {
        for (int place = 0; place < places; place++) {
          remarks.add(sum(image, kernel, map, place));
        }
      }
    }
    return new Step(
        new Row(heading, List.of(image(image), kernel(kernel), map("feature map", map))), remarks);
  }

  /** The place, counted row by row, of the greatest value, the first of equals. */
  private static int greatest(float[][] map) {
    int columns = map[0].length;
    int best = 0;
    for (int place = 1; place < map.length * columns; place++) {
      if (map[place / columns][place % columns] > map[best / columns][best % columns]) {
        best = place;
      }
    }
    return best;
  }

  private static String sum(float[][] image, float[][] kernel, float[][] map, int place) {
    int row = place / map[0].length;
    int column = place % map[0].length;
    return Sums.of(image, kernel, row, column, map[row][column]);
  }

  private List<Step> padding() {
    float[][] shown = image.orElse(Numbers.filled(5, 5, 1));
    float[][] over = kernel.orElse(Numbers.filled(3, 3, 1));
    requireFit(shown, over);
    float[][] valid = Layers.convolve(shown, over, 1, ConvolutionMode.Truncate);
    float[][] same = Layers.convolve(shown, over, 1, ConvolutionMode.Same);
    return List.of(
        new Step(
            new Row(
                "Without padding ('valid') and with ('same')",
                List.of(image(shown), kernel(over), map("valid", valid), map("same", same))),
            List.of(
                "Without padding the window has "
                    + Numbers.size(valid)
                    + " places within "
                    + Numbers.size(shown)
                    + ". With zeros around the image it has "
                    + Numbers.size(same)
                    + ", as many as the image has pixels.")));
  }

  private List<Step> stride() {
    float[][] shown = image.orElse(Numbers.counting(5, 5));
    float[][] over = kernel.orElse(Numbers.counting(3, 3));
    requireFit(shown, over);
    float[][] one = Layers.convolve(shown, over, 1, ConvolutionMode.Truncate);
    float[][] two = Layers.convolve(shown, over, 2, ConvolutionMode.Truncate);
    return List.of(
        new Step(
            new Row(
                "Stride 1 and stride 2",
                List.of(image(shown), kernel(over), map("stride 1", one), map("stride 2", two))),
            List.of(
                "With stride 2 every other window of stride 1 is left out, in both directions: "
                    + Numbers.size(one)
                    + " becomes "
                    + Numbers.size(two)
                    + ".")));
  }

  private Step pooling() {
    if (kernel.isPresent()) {
      throw new UsageException(
          KERNEL + ": pooling takes maxima and has no kernel; leave it out, or demo convolution");
    }
    float[][] shown = image.orElse(Numbers.counting(4, 4));
    if (shown.length < POOL || shown[0].length < POOL) {
      throw new UsageException(IMAGE, Numbers.size(shown), "at least 2x2, the window of pooling");
    }
    float[][] pooled = Layers.maxPool(shown, POOL);
    return new Step(
        new Row(
            "The maximum of each 2x2 window, windows side by side",
            List.of(image(shown), map("maxima", pooled))),
        List.of(
            "Half the height and half the width: a strong answer stays, its exact place goes."));
  }

  private List<Step> shift() {
    float[][] pattern = image.orElse(Numbers.counting(4, 4));
    float[][] over = kernel.orElse(Numbers.counting(3, 3));
    int rows = pattern.length + 2 + DOWN;
    int columns = pattern[0].length + 2 + RIGHT;
    float[][] before = Numbers.placed(pattern, rows, columns, 1, 1);
    float[][] after = Numbers.placed(pattern, rows, columns, 1 + DOWN, 1 + RIGHT);
    requireFit(before, over);
    float[][] map = Layers.convolve(before, over, 1, ConvolutionMode.Truncate);
    float[][] moved = Layers.convolve(after, over, 1, ConvolutionMode.Truncate);
    return List.of(
        new Step(
            new Row("The image", List.of(image(before), kernel(over), map("feature map", map))),
            List.of()),
        new Step(
            new Row(
                "The image moved by " + DOWN + " down and " + RIGHT + " to the right",
                List.of(image(after), kernel(over), map("feature map", moved))),
            List.of(equivariance(map, moved))));
  }

  /** Compares a map, moved, with the map of the moved image, in every place that both have. */
  private static String equivariance(float[][] map, float[][] moved) {
    int places = 0;
    int equal = 0;
    for (int row = DOWN; row < map.length; row++) {
      for (int column = RIGHT; column < map[row].length; column++) {
        places++;
        equal += Math.abs(moved[row][column] - map[row - DOWN][column - RIGHT]) < 1e-3 ? 1 : 0;
      }
    }
    return "The map has moved with it: "
        + equal
        + " of "
        + places
        + " places have the value of the place "
        + DOWN
        + " above and "
        + RIGHT
        + " to the left (equivariance).";
  }

  private static void requireFit(float[][] image, float[][] kernel) {
    if (kernel.length > image.length || kernel[0].length > image[0].length) {
      throw new UsageException(
          KERNEL, Numbers.size(kernel), "at most " + Numbers.size(image) + ", the image's size");
    }
  }

  private static Panel image(float[][] values) {
    return map("image", values);
  }

  private static Panel kernel(float[][] values) {
    return map("kernel", values);
  }

  private static Panel map(String title, float[][] values) {
    return new Panel(title + " " + Numbers.size(values), values);
  }
}
