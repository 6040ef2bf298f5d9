package org.convspark.data.pictures;

/** Turns a picture upright, as EXIF says that the camera was held. */
final class Orientation {
  private Orientation() {}

  /** Returns whether rows become columns. */
  static boolean isSideways(int orientation) {
    return orientation >= 5;
  }

  /**
   * Returns a plane turned upright.
   *
   * @param orientation 1 to 8: upright, mirrored, upside down, mirrored upside down, transposed, to
   *     be turned right, transposed upside down, to be turned left
   */
  static float[] upright(float[] plane, int height, int width, int orientation) {
    if (orientation == 1) {
      return plane;
    }
    boolean sideways = isSideways(orientation);
    // Where the upright picture's first row and column begin in the stored one.
    boolean fromBelow =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    int rows = sideways ? width : height;
    int columns = sideways ? height : width;
    float[] upright = new float[plane.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int y = sideways ? column : row;
        int x = sideways ? row : column;
        int from = (fromBelow ? height - 1 - y : y) * width + (fromRight ? width - 1 - x : x);
        upright[row * columns + column] = plane[from];
      }
    }
    return upright;
  }
}
