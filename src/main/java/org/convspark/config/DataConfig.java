package org.convspark.config;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was asked of the data, besides where it is.
 *
 * @param limit how many examples are kept, at least 1; empty for all
 * @param seed of what is chosen by chance: a limit's sample, test images, synthetic digits
 * @param preprocess steps of {@code --preprocess}
 * @param shape of pixels that come without one, as {@code --image-shape} writes it
 * @param testSplit share of each class that becomes the test images where there are none, 0 to
 *     below 1
 * @param onBad what to do at a picture that can't be read
 * @param columns of tables
 */
public record DataConfig(
    OptionalLong limit,
    long seed,
    Optional<String> preprocess,
    Optional<String> shape,
    double testSplit,
    OnBad onBad,
    Columns columns) {

  /** What to do at a picture that can't be read. */
  public enum OnBad {
    FAIL,
    SKIP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Names of a table's columns; empty where the usual ones are looked for.
   *
   * @param image pixels or pictures
   * @param label classes
   * @param id whole numbers that tell examples apart
   * @param weight weights in the loss
   * @param split train, validation or test
   */
  public record Columns(
      Optional<String> image,
      Optional<String> label,
      Optional<String> id,
      Optional<String> weight,
      Optional<String> split) {}

  /**
   * Checks the ranges.
   *
   * @throws UsageException for a value out of its range
   */
  public DataConfig {
    limit.ifPresent(n -> Checks.atLeast("limit", 1, n));
    Checks.share("images.test-split", testSplit);
  }

  /**
   * Returns what the settings ask for.
   *
   * @throws UsageException for a value out of its range
   */
  public static DataConfig of(Settings settings) {
    return new DataConfig(
        settings.optionalLong("limit"),
        settings.longInteger("training.seed"),
        settings.optional("images.preprocess"),
        settings.optional("images.shape"),
        settings.number("images.test-split"),
        Checks.oneOf("images.on-bad", OnBad.class, settings.string("images.on-bad")),
        new Columns(
            settings.optional("columns.image"),
            settings.optional("columns.label"),
            settings.optional("columns.id"),
            settings.optional("columns.weight"),
            settings.optional("columns.split")));
  }

  /** Returns the same without a limit. */
  public DataConfig unlimited() {
    return new DataConfig(OptionalLong.empty(), seed, preprocess, shape, testSplit, onBad, columns);
  }
}
