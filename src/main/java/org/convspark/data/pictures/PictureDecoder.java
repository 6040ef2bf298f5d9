package org.convspark.data.pictures;

import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convspark.config.InputException;
import org.convspark.data.pictures.files.StoredPicture;
import org.convspark.data.preprocessing.Picture;

/** Decodes PNG, JPEG, GIF, BMP and TIFF files as phones, scanners and browsers write them. */
public final class PictureDecoder {
  /** So small a picture in colour that is grey throughout is taken for grey. */
  static final int SMALL = 1 << 16;

  /** Pixels that are held, 4 million; more of a larger picture would be noise. */
  private static final long USUAL_PIXELS = 1L << 22;

  private static final long MOST_PIXELS = 1L << 25;

  /** Pixels for each of the result's, in both directions, as far as they fit into memory. */
  private static final long OVERSAMPLING = 4;

  private static final long MOST_BYTES = 1L << 28;

  /** Of a pixel: a sample of 16 bits and its value as a float, of each colour and of opacity. */
  private static final int BYTES_OF_GREY = 16;

  private static final int BYTES_OF_COLOUR = 32;

  private PictureDecoder() {}

  /**
   * Decodes a file's first picture and turns it upright. Pixels that are transparent stand on
   * white, or on black where white wouldn't show what is there. Of one with more than some 4
   * million pixels only every second, third and so on is read, in both directions.
   *
   * @param where names the file in errors
   * @param sideAtLeast the side that will be wanted of it; a square picture keeps four times as
   *     much, if it has it and that fits into some 256 MiB
   * @throws InputException if the file isn't a whole picture of a format that is read, of at most
   *     64 MiB and 2^28 pixels; the message says which
   */
  public static DecodedPicture decode(byte[] bytes, String where, int sideAtLeast) {
    PictureFile file = PictureFile.open(bytes, where);
    StoredPicture stored = file.stored();
    List<String> remarks = new ArrayList<>();
    if (stored.pictures() > 1) {
      remarks.add("the first of " + stored.pictures() + " pictures");
    }
    PictureFile.Decoded decoded = file.decode(step(stored, sideAtLeast));
    Raster raster = decoded.raster();
    int height = raster.getHeight();
    int width = raster.getWidth();
    float[][] planes = Samples.of(decoded, stored, remarks);
    if (planes.length % 2 == 0) {
      planes = Transparency.onPaper(height, width, planes, remarks);
    }
    if (isSmall(stored) && isGrey(planes)) {
      planes = Arrays.copyOf(planes, 1);
    }
    for (int i = 0; i < planes.length; i++) {
      planes[i] = Orientation.upright(planes[i], height, width, stored.orientation());
    }
    boolean sideways = Orientation.isSideways(stored.orientation());
    return new DecodedPicture(
        new Picture(sideways ? width : height, sideways ? height : width, planes), remarks);
  }

  static boolean isSmall(StoredPicture stored) {
    return (long) stored.height() * stored.width() <= SMALL;
  }

  private static boolean isGrey(float[][] planes) {
    return Arrays.stream(planes).allMatch(plane -> Arrays.equals(plane, planes[0]));
  }

  private static int step(StoredPicture stored, int sideAtLeast) {
    long wanted = (long) sideAtLeast * sideAtLeast;
    long fit =
        MOST_BYTES / (stored.kind() == StoredPicture.Kind.GREY ? BYTES_OF_GREY : BYTES_OF_COLOUR);
    long more = Math.max(wanted, Math.min(OVERSAMPLING * OVERSAMPLING * wanted, fit));
    long most = Math.min(MOST_PIXELS, Math.max(USUAL_PIXELS, more));
    int step = 1;
    while (decoded(stored.height(), step) * decoded(stored.width(), step) > most) {
      step++;
    }
    return step;
  }

  private static long decoded(int side, int step) {
    return (side + step - 1) / step;
  }
}
