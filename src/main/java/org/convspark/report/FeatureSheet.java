package org.convspark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.model.FeatureMaps;
import org.convspark.model.FeatureMaps.Grid;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Some feature maps of one layer, a row for each example and a column for each map; or the first
 * kernels.
 *
 * @param layer its name
 * @param remark which maps, and of how many
 * @param picture the tiles
 * @param low the value at the scale's lower end, as text
 * @param high the value at its upper end, as text
 * @param inputs the examples, one a row; none for kernels
 */
record FeatureSheet(
    String layer, String remark, Picture picture, String low, String high, List<Picture> inputs) {
  private static final int MOST_LAYERS = 6;
  private static final int MAPS = 8;
  private static final int MOST_KERNELS = 64;
  private static final int MOST_EXAMPLES = 10;

  /** Larger maps are averaged down to sides of at most this. */
  private static final int LARGEST = 56;

  /**
   * Returns a sheet for each of up to six convolution and pooling layers, first and last among
   * them.
   */
  static List<FeatureSheet> maps(
      ComputationGraph network,
      List<Example> all,
      ImageShape shape,
      Standardization standardization) {
    List<Example> examples = all.subList(0, Math.min(MOST_EXAMPLES, all.size()));
    List<List<Grid>> grids = new ArrayList<>();
    for (Example example : examples) {
      grids.add(
          FeatureMaps.of(network, FeatureMaps.image(example.image(), shape, standardization)));
    }
    int layers = grids.isEmpty() ? 0 : grids.get(0).size();
    int shown = Math.min(MOST_LAYERS, layers);
    List<FeatureSheet> sheets = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      int layer = shown == 1 ? 0 : i * (layers - 1) / (shown - 1);
      sheets.add(
          sheet(grids.stream().map(layersOf -> layersOf.get(layer)).toList(), examples, shape));
    }
    return sheets;
  }

  private static FeatureSheet sheet(List<Grid> grids, List<Example> examples, ImageShape shape) {
    int[] chosen = mostVaried(grids);
    List<List<float[][]>> rows = new ArrayList<>();
    for (Grid grid : grids) {
      rows.add(Arrays.stream(chosen).mapToObj(map -> reduced(grid.maps()[map])).toList());
    }
    Grid first = grids.get(0);
    String layer = first.layer();
    int maps = first.maps().length;
    String which = chosen.length < maps ? "the " + chosen.length + " most varied of " : "";
    String remark = which + maps + " maps of " + first.height() + " × " + first.width();
    List<Picture> inputs =
        examples.stream()
            .map(each -> Picture.of(each, shape, "an image of class " + each.label()))
            .toList();
    String alt = "Feature maps of layer " + layer + ": one row an image, " + remark;
    return of(layer, remark, rows, false, alt, inputs);
  }

  /** The maps whose values spread most over all examples, in the layer's order. */
  private static int[] mostVaried(List<Grid> grids) {
    int maps = grids.get(0).maps().length;
    double[] spread = new double[maps];
    for (int map = 0; map < maps; map++) {
      double sum = 0;
      double squares = 0;
      long values = 0;
      for (Grid grid : grids) {
        for (float[] row : grid.maps()[map]) {
          for (float value : row) {
            sum += value;
            squares += (double) value * value;
            values++;
          }
        }
      }
      spread[map] = squares / values - sum / values * (sum / values);
    }
    return IntStream.range(0, maps)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer map) -> -spread[map]))
        .limit(MAPS)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private static float[][] reduced(float[][] map) {
    int side = Math.max(map.length, map[0].length);
    int factor = (side + LARGEST - 1) / LARGEST;
    float[][] small = new float[Math.max(1, map.length / factor)][map[0].length / factor];
    for (int y = 0; y < small.length; y++) {
      for (int x = 0; x < small[y].length; x++) {
        for (int i = 0; i < factor * factor; i++) {
          small[y][x] += map[y * factor + i / factor][x * factor + i % factor] / (factor * factor);
        }
      }
    }
    return small;
  }

  /**
   * Returns a sheet of the kernels of the first convolution; none where the network has no
   * convolution.
   */
  static List<FeatureSheet> kernels(ComputationGraph network) {
    Grid grid;
    try {
      grid = FeatureMaps.firstKernels(network);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
    int all = grid.maps().length;
    int shown = Math.min(MOST_KERNELS, all);
    int columns = Math.min(8, shown);
    List<List<float[][]>> rows = new ArrayList<>();
    for (int from = 0; from < shown; from += columns) {
      rows.add(List.of(grid.maps()).subList(from, Math.min(shown, from + columns)));
    }
    String which = shown < all ? "the first " + shown + " of " : "";
    String remark = which + all + " kernels of " + grid.height() + " × " + grid.width();
    String alt = "Kernels of layer " + grid.layer() + ": " + remark;
    return List.of(of(grid.layer(), remark, rows, true, alt, List.of()));
  }

  private static FeatureSheet of(
      String layer,
      String remark,
      List<List<float[][]>> rows,
      boolean signed,
      String alt,
      List<Picture> inputs) {
    float[][][] values = rows.stream().flatMap(List::stream).toArray(float[][][]::new);
    ColourScale scale = signed ? ColourScale.diverging(values) : ColourScale.sequential(values);
    return new FeatureSheet(
        layer,
        remark,
        Picture.ofTiles(rows, scale, alt),
        String.format(Locale.ROOT, "%.2f", scale.low()),
        String.format(Locale.ROOT, "%.2f", scale.high()),
        inputs);
  }
}
