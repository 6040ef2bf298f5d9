package org.convspark.data.synthetic;

import org.convspark.data.SplitMix64;

/** Turns a {@link PenPath} into pixels: white ink on black, as in MNIST. */
final class StrokeRasterizer {
  private final int side;
  private final double edge;
  private final double[] coverage;

  /**
   * Makes an image without ink.
   *
   * @param side rows and columns of the image
   * @param edge the number of pixels over which the ink fades at a stroke's edge: 1 is plain
   *     anti-aliasing, more looks blurred
   */
  StrokeRasterizer(int side, double edge) {
    this.side = side;
    this.edge = edge;
    this.coverage = new double[side * side];
  }

  /** Inks the lines of a path; where strokes cross, the stronger ink counts. */
  void ink(PenPath path) {
    for (int i = 1; i < path.size(); i++) {
      if (path.drawnTo(i)) {
        inkLine(path, i - 1, i);
      }
    }
  }

  private void inkLine(PenPath path, int from, int to) {
    double x0 = path.x(from);
    double y0 = path.y(from);
    double dx = path.x(to) - x0;
    double dy = path.y(to) - y0;
    double radius = path.radius(from);
    double growth = path.radius(to) - radius;
    double reach = Math.max(radius, radius + growth) + edge / 2;
    double lengthSquared = dx * dx + dy * dy;
    double perLength = lengthSquared > 0 ? 1 / lengthSquared : 0;

    // Only pixels in reach of this line: a few dozen of the 784.
    int left = Math.max(0, (int) Math.ceil(Math.min(x0, x0 + dx) - reach));
    int right = Math.min(side - 1, (int) Math.floor(Math.max(x0, x0 + dx) + reach));
    int top = Math.max(0, (int) Math.ceil(Math.min(y0, y0 + dy) - reach));
    int bottom = Math.min(side - 1, (int) Math.floor(Math.max(y0, y0 + dy) + reach));
    for (int row = top; row <= bottom; row++) {
      double py = row - y0;
      for (int column = left; column <= right; column++) {
        double px = column - x0;
        double t = Math.min(1, Math.max(0, (px * dx + py * dy) * perLength));
        double offX = px - t * dx;
        double offY = py - t * dy;
        double squared = offX * offX + offY * offY;
        if (squared < reach * reach) {
          double depth = radius + t * growth + edge / 2 - Math.sqrt(squared);
          int pixel = row * side + column;
          coverage[pixel] = Math.max(coverage[pixel], Math.min(1, depth / edge));
        }
      }
    }
  }

  /**
   * Returns the image of what has been inked so far.
   *
   * @param intensity of full ink, 0 to 1
   * @param noise share of a pixel's ink that may be missing at random, 0 to 1
   * @return {@code side * side} unsigned bytes, row-major
   */
  byte[] develop(double intensity, double noise, SplitMix64 random) {
    byte[] image = new byte[coverage.length];
    for (int pixel = 0; pixel < image.length; pixel++) {
      if (coverage[pixel] > 0) {
        double ink = coverage[pixel] * intensity * (1 - noise * random.uniform(0, 1));
        image[pixel] = (byte) (int) (255 * ink + 0.5);
      }
    }
    return image;
  }
}
