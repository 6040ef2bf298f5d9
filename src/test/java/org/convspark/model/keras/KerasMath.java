package org.convspark.model.keras;

import java.util.function.DoubleUnaryOperator;

/**
 * What Keras's layers compute, in plain loops and double precision, of maps {@code
 * [row][column][channel]}. Written from Keras's documentation, for comparison.
 */
final class KerasMath {
  private KerasMath() {}

  static double[][][] convolution(
      double[][][] maps, float[][][][] kernel, float[] bias, int stride, boolean same) {
    int kh = kernel.length;
    int kw = kernel[0].length;
    int filters = kernel[0][0][0].length;
    int height = size(maps.length, kh, stride, same);
    int width = size(maps[0].length, kw, stride, same);
    int top = same ? before(maps.length, kh, stride) : 0;
    int left = same ? before(maps[0].length, kw, stride) : 0;
    double[][][] out = new double[height][width][filters];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int f = 0; f < filters; f++) {
          double sum = bias == null ? 0 : bias[f];
          for (int i = 0; i < kh; i++) {
            for (int j = 0; j < kw; j++) {
              int row = y * stride + i - top;
              int column = x * stride + j - left;
              if (row >= 0 && row < maps.length && column >= 0 && column < maps[0].length) {
                for (int c = 0; c < maps[row][column].length; c++) {
                  sum += maps[row][column][c] * kernel[i][j][c][f];
                }
              }
            }
          }
          out[y][x][f] = sum;
        }
      }
    }
    return out;
  }

  private static int size(int side, int window, int stride, boolean same) {
    return same ? (side + stride - 1) / stride : (side - window) / stride + 1;
  }

  /** TensorFlow pads by the odd row at the end. */
  private static int before(int side, int window, int stride) {
    int out = (side + stride - 1) / stride;
    return Math.max(0, (out - 1) * stride + window - side) / 2;
  }

  /** The maximum or mean of windows, of the pixels there are. */
  static double[][][] pooling(
      double[][][] maps, int window, int stride, boolean same, boolean maximum) {
    int height = size(maps.length, window, stride, same);
    int width = size(maps[0].length, window, stride, same);
    int top = same ? before(maps.length, window, stride) : 0;
    int left = same ? before(maps[0].length, window, stride) : 0;
    int channels = maps[0][0].length;
    double[][][] out = new double[height][width][channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          double most = Double.NEGATIVE_INFINITY;
          double sum = 0;
          int count = 0;
          for (int row = y * stride - top; row < y * stride - top + window; row++) {
            for (int column = x * stride - left; column < x * stride - left + window; column++) {
              if (row >= 0 && row < maps.length && column >= 0 && column < maps[0].length) {
                most = Math.max(most, maps[row][column][c]);
                sum += maps[row][column][c];
                count++;
              }
            }
          }
          out[y][x][c] = maximum ? most : sum / count;
        }
      }
    }
    return out;
  }

  static double[][][] each(double[][][] maps, DoubleUnaryOperator function) {
    return eachOf(maps, (value, channel) -> function.applyAsDouble(value));
  }

  interface OfChannel {
    double of(double value, int channel);
  }

  static double[][][] eachOf(double[][][] maps, OfChannel function) {
    double[][][] out = new double[maps.length][maps[0].length][maps[0][0].length];
    for (int y = 0; y < out.length; y++) {
      for (int x = 0; x < out[y].length; x++) {
        for (int c = 0; c < out[y][x].length; c++) {
          out[y][x][c] = function.of(maps[y][x][c], c);
        }
      }
    }
    return out;
  }

  /** Place by place, each with its channels. */
  static double[] flatten(double[][][] maps) {
    double[] row = new double[maps.length * maps[0].length * maps[0][0].length];
    int at = 0;
    for (double[][] columns : maps) {
      for (double[] channels : columns) {
        for (double value : channels) {
          row[at++] = value;
        }
      }
    }
    return row;
  }

  static double[] dense(double[] row, float[][] kernel, float[] bias) {
    double[] out = new double[kernel[0].length];
    for (int unit = 0; unit < out.length; unit++) {
      out[unit] = bias == null ? 0 : bias[unit];
      for (int i = 0; i < row.length; i++) {
        out[unit] += row[i] * kernel[i][unit];
      }
    }
    return out;
  }

  static double[] softmax(double[] logits) {
    double sum = 0;
    double[] out = new double[logits.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.exp(logits[i]);
      sum += out[i];
    }
    for (int i = 0; i < out.length; i++) {
      out[i] /= sum;
    }
    return out;
  }
}
