package org.convspark.data.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.convspark.config.InputException;
import org.convspark.data.preprocessing.GreyImage;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;

/**
 * Reads PNG and JPEG files, which are untrusted: the header is judged before any pixel is decoded.
 */
final class ImageFile {
  private static final Pattern NAME = Pattern.compile("(?i).*\\.(png|jpe?g)");
  private static final Set<String> FORMATS = Set.of("png", "jpeg");
  private static final int MAX_BYTES = 64 << 20;

  /** 32 million, 8192 x 4096: decoded, they take 128 to 256 MiB. */
  private static final long MAX_PIXELS = 1L << 25;

  private static final String REMEDY = "remove the file or save it anew as a PNG";

  private ImageFile() {}

  /** Returns whether a path ends in .png, .jpg or .jpeg, in upper or lower case. */
  static boolean isNamedSo(String path) {
    return NAME.matcher(path).matches();
  }

  /**
   * Reads a file and turns it into grey.
   *
   * @throws InputException if it isn't a whole PNG or JPEG of at most 32 million pixels
   */
  static GreyImage read(Location file) {
    byte[] bytes =
        file.readAtMost(MAX_BYTES)
            .orElseThrow(() -> refuse(file, "more than 64 MiB", "a smaller image", null));
    // Without a cache: ImageIO would put one into a file of the system's temporary directory.
    ImageIO.setUseCache(false);
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      return grey(decode(file, in));
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoders stumble over damaged files with whatever exception comes first.
      throw refuse(file, "a damaged image: " + Reason.of(e), "a whole PNG or JPEG", e);
    }
  }

  private static BufferedImage decode(Location file, ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    ImageReader reader = readers.hasNext() ? readers.next() : null;
    if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
      throw refuse(file, "no image", "a PNG or JPEG", null);
    }
    try {
      // Metadata, which may be compressed and large, is not looked at.
      reader.setInput(in, true, true);
      long width = reader.getWidth(0);
      long height = reader.getHeight(0);
      if (width * height > MAX_PIXELS) {
        throw refuse(
            file,
            "an image of " + width + "x" + height + " by its header",
            "at most " + MAX_PIXELS + " pixels",
            null);
      }
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  /** Luminance by ITU-R BT.601, as JPEG has it. Transparent pixels are as on white paper. */
  private static GreyImage grey(BufferedImage image) {
    Raster raster = image.getRaster();
    // Java takes grey samples for linear light and would brighten them in getRGB.
    boolean samples =
        raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    int shift = samples ? image.getColorModel().getComponentSize(0) - 8 : 0;
    float[] values = new float[image.getWidth() * image.getHeight()];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        float value;
        int alpha;
        if (samples) {
          value = raster.getSample(x, y, 0) >> shift;
          alpha = raster.getNumBands() == 1 ? 255 : raster.getSample(x, y, 1) >> shift;
        } else {
          int argb = image.getRGB(x, y);
          value =
              0.299f * (argb >> 16 & 0xff) + 0.587f * (argb >> 8 & 0xff) + 0.114f * (argb & 0xff);
          alpha = argb >>> 24;
        }
        values[y * image.getWidth() + x] = 255 + (value - 255) * alpha / 255;
      }
    }
    return new GreyImage(image.getHeight(), image.getWidth(), values);
  }

  private static InputException refuse(
      Location file, String found, String expected, Exception cause) {
    return new InputException(file.toString(), found, expected, REMEDY, cause);
  }
}
