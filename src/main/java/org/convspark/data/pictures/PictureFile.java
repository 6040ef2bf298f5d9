package org.convspark.data.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.convspark.config.InputException;
import org.convspark.data.pictures.files.BmpFile;
import org.convspark.data.pictures.files.GifFile;
import org.convspark.data.pictures.files.JpegFile;
import org.convspark.data.pictures.files.PngFile;
import org.convspark.data.pictures.files.StoredPicture;
import org.convspark.data.pictures.files.TiffFile;
import org.convspark.data.pictures.files.UnsupportedPictureException;
import org.convspark.storage.Reason;

/** A picture's file, which is untrusted: its header is judged before any pixel is decoded. */
final class PictureFile {
  private static final int MAX_BYTES = 64 << 20;

  /** The decoders hold some rows. */
  private static final int MAX_SIDE = 1 << 20;

  private static final String REMEDY = "remove the file or save it anew as a PNG";
  private static final String CONVERT = "convert it to PNG";

  /** The decoders of the JDK, whatever others are on the class path. */
  private static final String JDK = "com.sun.imageio.plugins.";

  private final String where;
  private final PictureFormat format;
  private final StoredPicture stored;

  private PictureFile(String where, PictureFormat format, StoredPicture stored) {
    this.where = where;
    this.format = format;
    this.stored = stored;
  }

  /** What a decoder returned. */
  record Decoded(Raster raster, ColorModel colours) {}

  /** What may fail by reading a file. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * Reads what a file says of itself.
   *
   * @param where names the file in errors
   * @throws InputException if it is no whole picture of a format that is read, or too large
   */
  static PictureFile open(byte[] bytes, String where) {
    PictureFormat format =
        PictureFormat.of(Arrays.copyOf(bytes, Math.min(bytes.length, PictureFormat.HEAD_BYTES)))
            .orElseThrow(() -> new InputException(where, "no picture", PictureFormat.READ, REMEDY));
    if (!format.isRead()) {
      throw new InputException(where, "a " + format + " picture", PictureFormat.READ, CONVERT);
    }
    if (bytes.length > MAX_BYTES) {
      throw new InputException(where, "more than 64 MiB", "a smaller picture", REMEDY);
    }
    StoredPicture stored = reading(where, format, () -> stored(bytes, format));
    if (stored.height() < 1 || stored.width() < 1) {
      throw damaged(where, format, "it has no size", null);
    }
    long most = stored.mostPixels();
    if (stored.height() > MAX_SIDE
        || stored.width() > MAX_SIDE
        || (long) stored.height() * stored.width() > most) {
      throw new InputException(
          where,
          "a picture of " + stored.width() + "x" + stored.height() + " by its header",
          "at most " + most + " pixels and sides of at most " + MAX_SIDE,
          "scale it down");
    }
    return new PictureFile(where, format, stored);
  }

  private static StoredPicture stored(byte[] bytes, PictureFormat format) throws IOException {
    return switch (format) {
      case PNG -> PngFile.read(bytes);
      case JPEG -> JpegFile.read(bytes);
      case GIF -> GifFile.read(bytes);
      case BMP -> BmpFile.read(bytes);
      case TIFF -> TiffFile.read(bytes);
      default -> throw new IllegalArgumentException(format + " isn't read");
    };
  }

  PictureFormat format() {
    return format;
  }

  StoredPicture stored() {
    return stored;
  }

  /** Returns how the decoder would give the pixels, without decoding them. */
  ColorModel colours() {
    return reading(
        where, format, () -> withReader(reader -> reader.getImageTypes(0).next().getColorModel()));
  }

  /**
   * Decodes every {@code step}th pixel of every {@code step}th row.
   *
   * @throws InputException if pixels are missing or damaged
   */
  Decoded decode(int step) {
    return reading(where, format, () -> withReader(reader -> decode(reader, step)));
  }

  private Decoded decode(ImageReader reader, int step) throws IOException {
    if (format == PictureFormat.PNG) {
      PngFile.checkPixels(stored);
    }
    ReadingListener listener = new ReadingListener();
    reader.addIIOReadWarningListener(listener);
    reader.addIIOReadProgressListener(listener);
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(
        step, step, offset(stored.width(), step), offset(stored.height(), step));
    Decoded decoded;
    if (isCmyk()) {
      decoded = new Decoded(reader.readRaster(0, param), null);
    } else {
      BufferedImage image = reader.read(0, param);
      decoded = new Decoded(image.getRaster(), image.getColorModel());
    }
    listener.checkWhole(format == PictureFormat.GIF);
    return decoded;
  }

  private boolean isCmyk() {
    return switch (stored.kind()) {
      case CMYK, INVERTED_CMYK, INVERTED_YCCK -> true;
      case GREY, COLOUR, PALETTE -> false;
    };
  }

  private static int offset(int side, int step) {
    return side > step ? step / 2 : 0;
  }

  private interface Use<T> {
    T of(ImageReader reader) throws IOException;
  }

  private <T> T withReader(Use<T> use) throws IOException {
    ImageReader reader = reader();
    try {
      // Metadata, which may be compressed and large, is not looked at.
      reader.setInput(new BytesInputStream(stored.data()), true, true);
      return use.of(reader);
    } finally {
      reader.dispose();
    }
  }

  private ImageReader reader() throws IOException {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    String name = format.toString().toLowerCase(Locale.ROOT);
    while (all.hasNext()) {
      ImageReaderSpi each = all.next();
      if (each.getClass().getName().startsWith(JDK)
          && Arrays.asList(each.getFormatNames()).contains(name)) {
        return each.createReaderInstance();
      }
    }
    throw new IIOException("this Java has no reader for " + format);
  }

  private static <T> T reading(String where, PictureFormat format, Reading<T> reading) {
    try {
      return reading.read();
    } catch (UnsupportedPictureException e) {
      throw new InputException(where, e.getMessage(), PictureFormat.READ, CONVERT, e);
    } catch (IOException | RuntimeException e) {
      // The decoders stumble over damaged files with whatever exception comes first.
      throw damaged(where, format, Reason.of(e), e);
    }
  }

  private static InputException damaged(
      String where, PictureFormat format, String reason, Exception cause) {
    return new InputException(
        where, "a damaged " + format + ": " + reason, "a whole picture", REMEDY, cause);
  }
}
