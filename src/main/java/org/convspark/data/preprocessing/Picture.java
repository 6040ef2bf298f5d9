package org.convspark.data.preprocessing;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.convspark.data.ImageShape;

/**
 * A decoded picture of any size, grey or in colour: a plane for grey, or one each for red, green
 * and blue, of {@code [height, width]} values from 0 for black to 255 for full light. Values are
 * floats, so that pictures of 16 bits keep what they tell. It doesn't change; each step makes
 * another one, and is the very same picture where nothing is to be done.
 */
public final class Picture {
  private final int height;
  private final int width;
  private final GreyImage[] planes;

  /**
   * Makes a picture of its planes.
   *
   * @param planes 1 or 3 of {@code height * width} values, row-major; not copied
   * @throws IllegalArgumentException if their number or size is another
   */
  public Picture(int height, int width, float[][] planes) {
    this(
        height,
        width,
        Arrays.stream(planes)
            .map(values -> new GreyImage(height, width, values))
            .toArray(GreyImage[]::new));
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a picture of " + height + "x" + width + " pixels");
    }
    if (planes.length != 1 && planes.length != 3) {
      throw new IllegalArgumentException(planes.length + " planes, expected 1 or 3");
    }
    for (float[] plane : planes) {
      if (plane.length != (long) height * width) {
        throw new IllegalArgumentException(
            plane.length + " values for " + height + "x" + width + " pixels");
      }
    }
  }

  private Picture(int height, int width, GreyImage[] planes) {
    this.height = height;
    this.width = width;
    this.planes = planes;
  }

  /**
   * Returns the picture of stored pixels.
   *
   * @param planar {@code [channels, height, width]} unsigned bytes
   * @param shape of 1 or 3 channels
   */
  public static Picture of(byte[] planar, ImageShape shape) {
    float[][] planes = new float[shape.channels()][shape.height() * shape.width()];
    int at = 0;
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = planar[at++] & 0xff;
      }
    }
    return new Picture(shape.height(), shape.width(), planes);
  }

  /** Returns the number of rows. */
  public int height() {
    return height;
  }

  /** Returns the number of columns. */
  public int width() {
    return width;
  }

  /** Returns 1 for grey, 3 for colour. */
  public int channels() {
    return planes.length;
  }

  /** Returns a plane's {@code height * width} values, row-major; not copied. */
  public float[] plane(int channel) {
    return planes[channel].values();
  }

  /**
   * Returns {@code [channels, height, width]} unsigned bytes: values rounded half up, and below 0
   * or above 255 the nearest of them.
   */
  public byte[] bytes() {
    byte[] bytes = new byte[planes.length * height * width];
    int at = 0;
    for (GreyImage plane : planes) {
      for (float value : plane.values()) {
        bytes[at++] = (byte) Math.max(0, Math.min(255, Math.round(value)));
      }
    }
    return bytes;
  }

  /** Returns the luminance by ITU-R BT.601, as JPEG has it; a grey picture's values themselves. */
  public GreyImage grey() {
    if (planes.length == 1) {
      return planes[0];
    }
    float[] red = plane(0);
    float[] green = plane(1);
    float[] blue = plane(2);
    float[] values = new float[red.length];
    for (int i = 0; i < values.length; i++) {
      // Greys as they are: the three factors' sum isn't quite 1 as floats.
      values[i] =
          red[i] == green[i] && green[i] == blue[i]
              ? red[i]
              : 0.299f * red[i] + 0.587f * green[i] + 0.114f * blue[i];
    }
    return new GreyImage(height, width, values);
  }

  /** Returns the picture with one plane, its luminance. */
  public Picture toGrey() {
    return planes.length == 1 ? this : new Picture(height, width, new GreyImage[] {grey()});
  }

  /** Returns the picture with its planes in the other order: blue, green, red. */
  public Picture reversedChannels() {
    return planes.length == 1
        ? this
        : new Picture(height, width, new GreyImage[] {planes[2], planes[1], planes[0]});
  }

  /** Returns the picture with three planes, which are the same where it was grey. */
  public Picture toColour() {
    return planes.length == 3
        ? this
        : new Picture(height, width, new GreyImage[] {planes[0], planes[0], planes[0]});
  }

  /** Returns the picture with rows and columns exchanged. */
  public Picture transposed() {
    return each(width, height, GreyImage::transposed);
  }

  /** Returns the negative: 255 less each value. */
  public Picture inverted() {
    return each(height, width, GreyImage::inverted);
  }

  /**
   * Returns the whole picture at another size, whatever becomes of its proportions: the mean of
   * what a pixel covers where a side gets smaller, linear interpolation where it gets larger.
   */
  public Picture stretched(int toHeight, int toWidth) {
    return toHeight == height && toWidth == width
        ? this
        : each(toHeight, toWidth, plane -> plane.scaled(toHeight, toWidth));
  }

  /** Returns the middle of the picture, as much as has the wanted proportions, at that size. */
  public Picture cropped(int toHeight, int toWidth) {
    double scale = Math.max((double) toHeight / height, (double) toWidth / width);
    // Cut before it is scaled: a strip of one row would grow beyond all bounds.
    int rows = within(toHeight / scale, height);
    int columns = within(toWidth / scale, width);
    if (rows == height && columns == width) {
      return stretched(toHeight, toWidth);
    }
    int top = (height - rows) / 2;
    int left = (width - columns) / 2;
    return each(rows, columns, plane -> plane.part(top, left, rows, columns))
        .stretched(toHeight, toWidth);
  }

  /**
   * Returns the whole picture with its proportions kept, in the middle of one of the given size;
   * around it is each plane's median at the picture's edges.
   */
  public Picture padded(int toHeight, int toWidth) {
    double scale = Math.min((double) toHeight / height, (double) toWidth / width);
    int rows = within(height * scale, toHeight);
    int columns = within(width * scale, toWidth);
    if (rows == toHeight && columns == toWidth) {
      return stretched(toHeight, toWidth);
    }
    return each(
        toHeight,
        toWidth,
        plane -> plane.scaled(rows, columns).surrounded(toHeight, toWidth, plane.borderMedian()));
  }

  private Picture each(int toHeight, int toWidth, UnaryOperator<GreyImage> step) {
    return new Picture(
        toHeight, toWidth, Arrays.stream(planes).map(step).toArray(GreyImage[]::new));
  }

  private static int within(double side, int most) {
    return (int) Math.max(1, Math.min(most, Math.round(side)));
  }
}
