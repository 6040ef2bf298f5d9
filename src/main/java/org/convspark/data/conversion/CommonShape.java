package org.convspark.data.conversion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.PreprocessingOption;

/** Finds the shape that a dataset's images get: the one asked for, or the one that all have. */
final class CommonShape {
  private static final int SHOWN = 5;

  private CommonShape() {}

  /**
   * Finds the shape. Where some images are grey and others in colour, it is colour.
   *
   * @param where the source, for errors
   * @throws InputException if none was asked for and the images differ in size
   */
  static ImageShape of(String where, Survey survey, PreprocessingOption option) {
    Map<ImageShape, Long> found = survey.shapes();
    int channels =
        option
            .channels()
            .orElseGet(
                () -> found.keySet().stream().mapToInt(ImageShape::channels).max().orElse(1));
    Optional<ImageShape> asked = option.shape(channels);
    if (asked.isPresent()) {
      return asked.get();
    }
    Map<ImageShape, Long> sizes = new HashMap<>();
    found.forEach((shape, n) -> sizes.merge(size(shape, channels, option), n, Long::sum));
    if (sizes.isEmpty() && survey.problem().isPresent()) {
      InputException one = survey.problem().get();
      throw new InputException(
          where,
          "no image that can be used, " + one.where() + " for one: " + one.found(),
          one.expected(),
          one.remedy(),
          one);
    }
    if (sizes.size() != 1) {
      throw new InputException(
          where,
          sizes.isEmpty() ? "no images" : "images of " + list(sizes),
          "images of one size, or to be told which size to bring them to",
          "add --preprocess resize=HEIGHTxWIDTH, or crop= or pad=, or mnist for digits");
    }
    return sizes.keySet().iterator().next();
  }

  private static ImageShape size(ImageShape found, int channels, PreprocessingOption option) {
    return option.transposes()
        ? new ImageShape(found.width(), found.height(), channels)
        : new ImageShape(found.height(), found.width(), channels);
  }

  private static String list(Map<ImageShape, Long> sizes) {
    List<String> most =
        sizes.entrySet().stream()
            .sorted(
                Map.Entry.<ImageShape, Long>comparingByValue()
                    .reversed()
                    .thenComparing(each -> each.getKey().toString()))
            .limit(SHOWN)
            .map(
                each ->
                    each.getKey().height()
                        + "x"
                        + each.getKey().width()
                        + " ("
                        + each.getValue()
                        + ")")
            .toList();
    return sizes.size()
        + " sizes, "
        + String.join(", ", most)
        + (sizes.size() > SHOWN ? ", ..." : "");
  }
}
