package org.convspark.data.pictures;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A format of picture files, told by their first bytes and never by their name. */
public enum PictureFormat {
  PNG("PNG", true),
  JPEG("JPEG", true),
  GIF("GIF", true),
  BMP("BMP", true),
  TIFF("TIFF", true),
  WEBP("WebP", false),
  HEIC("HEIC", false),
  AVIF("AVIF", false),
  JPEG_2000("JPEG 2000", false),
  JPEG_XL("JPEG XL", false),
  PHOTOSHOP("Photoshop", false),
  CAMERA_RAW("camera raw", false),
  BIG_TIFF("BigTIFF", false),
  PORTABLE_ANYMAP("PGM or PPM", false),
  ICON("Windows icon", false),
  SVG("SVG", false),
  PDF("PDF", false),
  POSTSCRIPT("PostScript", false);

  /** How many of a file's first bytes tell its format; fewer tell it where it has no more. */
  public static final int HEAD_BYTES = 1024;

  /** What is read, for messages. */
  static final String READ = "a picture as " + allRead();

  private static final Set<Integer> BMP_HEADERS = Set.of(12, 40, 52, 56, 64, 108, 124);
  private static final Set<String> HEIC_BRANDS =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");

  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*\\.(png|apng|jpe?g|jpe|jfif|gif|bmp|dib|tiff?|webp|hei[cf]|avif|jp2|psd|tga|pgm|ppm)",
          Pattern.DOTALL);

  private final String title;
  private final boolean read;

  PictureFormat(String title, boolean read) {
    this.title = title;
    this.read = read;
  }

  /** Returns whether pictures of this format are read; others are refused by their name. */
  public boolean isRead() {
    return read;
  }

  /** Returns the format's own name: {@code JPEG 2000}. */
  @Override
  public String toString() {
    return title;
  }

  /**
   * Returns the format of a file, or nothing where it is no picture.
   *
   * @param head the file's first {@link #HEAD_BYTES} bytes, or all where it has fewer
   */
  public static Optional<PictureFormat> of(byte[] head) {
    // One character a byte.
    String text =
        new String(head, 0, Math.min(head.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    return Optional.ofNullable(of(text));
  }

  private static PictureFormat of(String head) {
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return GIF;
    }
    if (head.startsWith("BM")
        && head.length() >= 26
        && BMP_HEADERS.contains(littleEndian(head, 14))) {
      return BMP;
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return head.startsWith("CR", 8) ? CAMERA_RAW : TIFF;
    }
    if (head.startsWith("II+\0") || head.startsWith("MM\0+")) {
      return BIG_TIFF;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (head.startsWith("ftyp", 4) && head.length() >= 12) {
      return ofBrand(head.substring(8, 12));
    }
    return ofOther(head);
  }

  /** ISO's container holds films too, which are no pictures. */
  private static PictureFormat ofBrand(String brand) {
    if (brand.startsWith("avi")) {
      return AVIF;
    }
    return HEIC_BRANDS.contains(brand) ? HEIC : brand.startsWith("crx") ? CAMERA_RAW : null;
  }

  private static PictureFormat ofOther(String head) {
    if (head.startsWith("\0\0\0\u000cjP  \r\n") || head.startsWith("\u00ff\u004f\u00ff\u0051")) {
      return JPEG_2000;
    }
    if (head.startsWith("\0\0\0\u000cJXL ") || head.startsWith("\u00ff\n")) {
      return JPEG_XL;
    }
    if (head.startsWith("8BPS")) {
      return PHOTOSHOP;
    }
    if (head.startsWith("FUJIFILMCCD-RAW") || head.startsWith("IIRO") || head.startsWith("IIU\0")) {
      return CAMERA_RAW;
    }
    if (head.startsWith("\0\0\u0001\0") && head.length() >= 22 && head.charAt(9) == 0) {
      return ICON;
    }
    if (head.startsWith("%PDF-")) {
      return PDF;
    }
    if (head.startsWith("%!PS")) {
      return POSTSCRIPT;
    }
    if (head.matches("(?s)P[1-7]\\s.*")) {
      return PORTABLE_ANYMAP;
    }
    return head.matches("(?s)\\W*<.*") && head.contains("<svg") ? SVG : null;
  }

  private static String allRead() {
    List<String> titles =
        Arrays.stream(values()).filter(PictureFormat::isRead).map(PictureFormat::toString).toList();
    int last = titles.size() - 1;
    return String.join(", ", titles.subList(0, last)) + " or " + titles.get(last);
  }

  private static int littleEndian(String head, int at) {
    return head.charAt(at)
        | head.charAt(at + 1) << 8
        | head.charAt(at + 2) << 16
        | head.charAt(at + 3) << 24;
  }

  /**
   * Returns whether a file promises a picture by its name, which says nothing of its content.
   *
   * @param name of the file, or its path
   */
  public static boolean isNamedSo(String name) {
    return NAME.matcher(name).matches();
  }
}
