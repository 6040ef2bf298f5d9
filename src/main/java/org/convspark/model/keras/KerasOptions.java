package org.convspark.model.keras;

import java.util.Optional;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.data.ImageShape;

/**
 * What a Keras file doesn't say of a model.
 *
 * @param pixelRange the largest value of a pixel that it takes: 1 or 255
 * @param shape of its images, where it takes rows of values
 */
public record KerasOptions(int pixelRange, Optional<ImageShape> shape) {
  private static final String RANGE = "keras.pixel-range";

  /** Pixels / 255. */
  public static final KerasOptions DEFAULT = new KerasOptions(1, Optional.empty());

  /**
   * Returns what the settings say.
   *
   * @throws UsageException for another range than 1 or 255
   */
  public static KerasOptions of(Settings settings, Optional<ImageShape> shape) {
    int range = settings.integer(RANGE);
    if (range != 1 && range != 255) {
      throw new UsageException("--pixel-range", Integer.toString(range), "1 or 255");
    }
    return new KerasOptions(range, shape);
  }
}
