package org.convspark.data.preprocessing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an image of another size becomes one of the network's. */
public enum Fit {
  /** It doesn't: it must have that size. */
  EXACT,
  /** Height and width are scaled each for itself. */
  RESIZE,
  /** Scaled so that it covers the size, of which the middle is kept. */
  CROP,
  /** Scaled so that all of it is within the size, the rest filled with the colour of its border. */
  PAD;

  static Fit of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** Returns its name in JSON: {@code resize}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
