package org.convspark.engine;

/**
 * The shape of a layer's output for one image.
 *
 * @param channels number of feature maps, or of the units of a dense layer
 * @param height rows of a map; 1 after a dense layer
 * @param width columns of a map; 1 after a dense layer
 */
public record Shape(int channels, int height, int width) {

  /** Returns the shape of a dense layer's output. */
  public static Shape units(int units) {
    return new Shape(units, 1, 1);
  }

  /** Returns the number of floats for one image. */
  public int size() {
    return channels * height * width;
  }

  /** Returns whether channels first and channels last are the same order in memory. */
  public boolean hasOneOrder() {
    return channels == 1 || height * width == 1;
  }

  public Shape withChannels(int other) {
    return new Shape(other, height, width);
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
