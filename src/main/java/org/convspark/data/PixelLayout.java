package org.convspark.data;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convspark.config.UsageException;

/**
 * How the values of an array make an image.
 *
 * @param shape of the image
 * @param channelsLast whether a pixel's channels stand together, as in Keras, rather than each
 *     channel as a plane
 */
public record PixelLayout(ImageShape shape, boolean channelsLast) implements Serializable {
  private static final String OPTION = "--image-shape";
  private static final Pattern TEXT =
      Pattern.compile("([1-9][0-9]{0,6})x([1-9][0-9]{0,6})(?:x([1-9][0-9]{0,6}))?");

  /**
   * Reads the text of {@code --image-shape}: {@code 28x28}, {@code 32x32x3} with the channels last
   * or {@code 3x32x32} with the channels first.
   *
   * @throws UsageException if it is none of these
   */
  public static Optional<PixelLayout> parse(Optional<String> text) {
    return text.map(PixelLayout::parse);
  }

  private static PixelLayout parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      int first = Integer.parseInt(matcher.group(1));
      int second = Integer.parseInt(matcher.group(2));
      int third = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
      if (isChannels(third) && ImageShape.valid(first, second, third)) {
        return new PixelLayout(new ImageShape(first, second, third), true);
      }
      if (isChannels(first) && ImageShape.valid(second, third, first)) {
        return new PixelLayout(new ImageShape(second, third, first), false);
      }
    }
    throw new UsageException(
        OPTION,
        text,
        "HEIGHTxWIDTH for grey images, HEIGHTxWIDTHx3 with a pixel's channels together, or"
            + " 3xHEIGHTxWIDTH with each channel as a plane");
  }

  private static boolean isChannels(int number) {
    return number == 1 || number == 3;
  }

  /** Returns the image with each channel as a plane; the array itself where it is so already. */
  public byte[] planar(byte[] values) {
    int channels = shape.channels();
    if (!channelsLast || channels == 1) {
      return values;
    }
    int plane = shape.height() * shape.width();
    byte[] planar = new byte[values.length];
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < channels; c++) {
        planar[c * plane + i] = values[i * channels + c];
      }
    }
    return planar;
  }
}
