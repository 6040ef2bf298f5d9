package org.convspark.data.pictures;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.List;
import org.convspark.data.pictures.files.StoredPicture;

/**
 * The values of a decoded picture. Samples are taken as they are stored, whatever a profile says of
 * them: Java takes grey ones for linear light and would brighten them.
 */
final class Samples {
  /** Depths that scanners and cameras have; their samples are mostly stored in 16 bits. */
  private static final int[] DEPTHS = {8, 10, 12, 14, 16};

  private final Raster raster;
  private final List<String> remarks;

  private Samples(Raster raster, List<String> remarks) {
    this.raster = raster;
    this.remarks = remarks;
  }

  /**
   * Returns the planes, 1 or 3 of values from 0 to 255, and one more where pixels may be
   * transparent, of 0 for not there to 255 for opaque.
   *
   * @param remarks gets a line where the depth of the samples isn't that of the file
   */
  static float[][] of(PictureFile.Decoded decoded, StoredPicture stored, List<String> remarks) {
    Samples samples = new Samples(decoded.raster(), remarks);
    return switch (stored.kind()) {
      case CMYK -> samples.cmyk(false, false);
      case INVERTED_CMYK -> samples.cmyk(true, false);
      case INVERTED_YCCK -> samples.cmyk(true, true);
      case GREY, COLOUR, PALETTE ->
          decoded.colours() instanceof IndexColorModel palette
              ? samples.indexed(palette)
              : samples.direct(decoded.colours(), stored.significantBits());
    };
  }

  /** Returns whether all colours of a palette that can be seen are grey. */
  static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      boolean grey =
          palette.getRed(i) == palette.getGreen(i) && palette.getGreen(i) == palette.getBlue(i);
      if (!grey && palette.getAlpha(i) > 0) {
        return false;
      }
    }
    return true;
  }

  private float[][] indexed(IndexColorModel palette) {
    int size = palette.getMapSize();
    byte[][] tables = new byte[4][size];
    palette.getReds(tables[0]);
    palette.getGreens(tables[1]);
    palette.getBlues(tables[2]);
    palette.getAlphas(tables[3]);
    int colours = isGrey(palette) ? 1 : 3;
    float[][] planes = new float[colours + (palette.hasAlpha() ? 1 : 0)][];
    int[] places = samples(0);
    for (int plane = 0; plane < planes.length; plane++) {
      byte[] table = tables[plane < colours ? plane : 3];
      planes[plane] = new float[places.length];
      for (int i = 0; i < places.length; i++) {
        // Beyond its end a palette is black.
        planes[plane][i] = places[i] < size ? table[places[i]] & 0xff : plane < colours ? 0 : 255;
      }
    }
    return planes;
  }

  private float[][] direct(ColorModel model, int significantBits) {
    int bands = raster.getNumBands();
    int colours = bands >= 3 ? 3 : 1;
    boolean transparent = bands > colours && model.hasAlpha();
    int[] sizes = raster.getSampleModel().getSampleSize();
    int[] depths = sizes.clone();
    if (sizes[0] == 16) {
      int depth = depth(colours, significantBits);
      for (int band = 0; band < colours; band++) {
        depths[band] = depth;
      }
      if (depth < 16) {
        remarks.add("taken for " + depth + " bits a sample, stored in 16");
      }
    }
    float[][] planes = new float[transparent ? colours + 1 : colours][];
    for (int band = 0; band < planes.length; band++) {
      float most = (1 << depths[band]) - 1;
      int[] samples = samples(band);
      planes[band] = new float[samples.length];
      for (int i = 0; i < samples.length; i++) {
        planes[band][i] = Math.min(255, samples[i] * 255f / most);
      }
    }
    if (transparent && model.isAlphaPremultiplied()) {
      divide(planes);
    }
    return planes;
  }

  /**
   * Returns how many of 16 bits are used. By the format's rules samples fill all of them, however
   * many are significant; but programs that store a scanner's 12 bits as they came are common, and
   * no sample of theirs is above what the bits can say.
   */
  private int depth(int colours, int significantBits) {
    int greatest = 0;
    for (int band = 0; band < colours; band++) {
      for (int sample : samples(band)) {
        greatest = Math.max(greatest, sample);
      }
    }
    for (int depth : DEPTHS) {
      if (depth >= significantBits && greatest < 1 << depth) {
        return depth;
      }
    }
    return 16;
  }

  private static void divide(float[][] planes) {
    float[] opacity = planes[planes.length - 1];
    for (int plane = 0; plane < planes.length - 1; plane++) {
      for (int i = 0; i < opacity.length; i++) {
        if (opacity[i] > 0) {
          planes[plane][i] = Math.min(255, planes[plane][i] * 255 / opacity[i]);
        }
      }
    }
  }

  /** Without a profile, as printers would in theory: each ink takes its part of the light. */
  private float[][] cmyk(boolean inverted, boolean luminance) {
    int[] black = samples(3);
    float[][] planes = new float[3][black.length];
    int[][] inks = {samples(0), samples(1), samples(2)};
    for (int i = 0; i < black.length; i++) {
      float[] light = {inks[0][i], inks[1][i], inks[2][i]};
      if (luminance) {
        light = rgb(light[0], light[1] - 128, light[2] - 128);
      }
      for (int plane = 0; plane < 3; plane++) {
        float colour = Math.max(0, Math.min(255, light[plane]));
        planes[plane][i] =
            inverted ? colour * black[i] / 255 : (255 - colour) * (255 - black[i]) / 255;
      }
    }
    return planes;
  }

  /** As JFIF has it. */
  private static float[] rgb(float luminance, float blueness, float redness) {
    return new float[] {
      luminance + 1.402f * redness,
      luminance - 0.344136f * blueness - 0.714136f * redness,
      luminance + 1.772f * blueness
    };
  }

  private int[] samples(int band) {
    return raster.getSamples(
        raster.getMinX(),
        raster.getMinY(),
        raster.getWidth(),
        raster.getHeight(),
        band,
        (int[]) null);
  }
}
