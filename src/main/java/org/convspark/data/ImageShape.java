package org.convspark.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The shape of one image.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels 1 for grey, 3 for colour
 */
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
public record ImageShape(int height, int width, int channels) implements Serializable {
  /** The most bytes an image may have, 64 MiB: a damaged header must not ask for all the memory. */
  public static final int MAX_SIZE = 1 << 26;

  /**
   * Checks the sides and the size.
   *
   * @throws IllegalArgumentException if a side is below 1 or the image exceeds {@link #MAX_SIZE}
   */
  public ImageShape {
    if (!valid(height, width, channels)) {
      throw new IllegalArgumentException(
          "image shape " + height + "x" + width + "x" + channels + ", expected " + ALLOWED);
    }
  }

  /** What a shape must be, in words for messages. */
  public static final String ALLOWED = "sides of at least 1 and at most " + MAX_SIZE + " values";

  public static boolean valid(long height, long width, long channels) {
    return height >= 1
        && width >= 1
        && channels >= 1
        && height <= MAX_SIZE
        && width <= MAX_SIZE / height
        && channels <= MAX_SIZE / (height * width);
  }

  /** Returns the number of bytes of one image, which is also its number of input values. */
  public int size() {
    return height * width * channels;
  }

  /** Returns whether it has the channels of a picture: 1 or 3. */
  public boolean greyOrColour() {
    return channels == 1 || channels == 3;
  }

  /** Returns the shape as Keras writes it: {@code 28x28x1}. */
  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
