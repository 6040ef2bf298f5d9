package org.convspark.data.pictures;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import org.convspark.config.InputException;
import org.convspark.data.pictures.files.StoredPicture;

/**
 * What a file says of its picture; {@link PictureDecoder} gives the same, but for the size of very
 * large ones.
 *
 * @param format of the file, by its content
 * @param height rows of the upright picture
 * @param width columns of the upright picture
 * @param channels 1 for grey, 3 for colour
 */
public record PictureHeader(PictureFormat format, int height, int width, int channels) {

  /**
   * Reads the header of a file. Pixels are decoded only of one in colour with at most 65,536 of
   * them, which may turn out grey.
   *
   * @param bytes the whole file
   * @param where names the file in errors
   * @throws InputException if the file isn't a picture of a format that is read, or is cut or too
   *     large
   */
  public static PictureHeader read(byte[] bytes, String where) {
    PictureFile file = PictureFile.open(bytes, where);
    StoredPicture stored = file.stored();
    boolean sideways = Orientation.isSideways(stored.orientation());
    int channels = isGrey(file) ? 1 : 3;
    if (channels == 3 && PictureDecoder.isSmall(stored)) {
      channels = PictureDecoder.decode(bytes, where, 1).picture().channels();
    }
    return new PictureHeader(
        file.format(),
        sideways ? stored.width() : stored.height(),
        sideways ? stored.height() : stored.width(),
        channels);
  }

  private static boolean isGrey(PictureFile file) {
    return switch (file.stored().kind()) {
      case GREY -> true;
      case PALETTE -> {
        ColorModel colours = file.colours();
        yield colours instanceof IndexColorModel palette
            ? Samples.isGrey(palette)
            : colours.getNumColorComponents() == 1;
      }
      case COLOUR, CMYK, INVERTED_CMYK, INVERTED_YCCK -> false;
    };
  }
}
