package org.convspark.data.preprocessing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether images are brought into MNIST's manner, as {@link MnistNormalizer} describes it. */
public enum Manner {
  /** None is. */
  PLAIN,
  /** Every one is, whatever its source. */
  MNIST,
  /**
   * Picture files are; arrays of pixels are in that manner already, as in MNIST's own files and the
   * drawn digits.
   */
  MNIST_PICTURES;

  static Manner of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns its name in JSON: {@code mnist-pictures}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
