package org.convspark.engine;

/**
 * What a layer makes of one image.
 *
 * @param channels feature maps, or the units of a dense layer
 * @param height rows of a map; 1 after a dense layer
 * @param width columns of a map; 1 after a dense layer
 */
public record Shape(int channels, int height, int width) {

  /** Of a dense layer. */
  public static Shape units(int units) {
    return new Shape(units, 1, 1);
  }

  /** Floats of one image. */
  public int size() {
    return channels * height * width;
  }

  /** Whether channels first and channels last are the same order in memory. */
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
