package org.convspark.data.preprocessing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The channels of the network's input, in their order. */
public enum Colour {
  /** One channel: luminance by ITU-R BT.601. */
  GREY,
  /** Red, green, blue. */
  RGB,
  /** Blue, green, red, as OpenCV and Caffe have them. */
  BGR;

  /** Returns the number of channels: 1 or 3. */
  public int channels() {
    return this == GREY ? 1 : 3;
  }

  /** Returns the colour that images of so many channels have where nothing else is said. */
  public static Colour of(int channels) {
    return channels == 3 ? RGB : GREY;
  }

  static Colour of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** Returns its name in JSON: {@code rgb}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
