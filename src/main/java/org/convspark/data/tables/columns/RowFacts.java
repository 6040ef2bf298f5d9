package org.convspark.data.tables.columns;

import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.conversion.RawImage;

/**
 * What a row says besides its image.
 *
 * @param id unique within its split, at least 0
 * @param name what people call the row
 * @param label its class as it is found; null where there is none
 * @param weight in the loss
 */
public record RowFacts(long id, String name, String label, float weight) {
  /** What to do about a row that can't be used. */
  public static final String REMEDY = "correct or remove that row";

  /** Returns the image in a picture's file. */
  RawImage picture(byte[] file) {
    return RawImage.picture(id, name, label, weight, file);
  }

  /** Returns an image of pixels, unsigned bytes, row-major, channel by channel. */
  RawImage pixels(byte[] pixels, ImageShape shape) {
    return RawImage.pixels(id, name, label, weight, pixels, shape);
  }

  /** Returns what stands for an image that can't be used. */
  public RawImage bad(String found, String expected) {
    return bad(new InputException(name, found, expected, REMEDY));
  }

  /** Returns what stands for an image that can't be used. */
  public RawImage bad(InputException problem) {
    return RawImage.bad(id, name, label, problem);
  }

  /** Returns the same under another name, unless there is none. */
  public RowFacts named(String other) {
    return other == null || other.isBlank() ? this : new RowFacts(id, other, label, weight);
  }
}
