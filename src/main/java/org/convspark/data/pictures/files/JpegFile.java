package org.convspark.data.pictures.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOException;
import org.convspark.data.pictures.files.StoredPicture.Kind;

/**
 * The segments of a JPEG file. The decoder gets them without colour profiles, EXIF and thumbnails,
 * and with a JFIF header where the colours would be a guess.
 */
public final class JpegFile {
  private static final int START = 0xd8;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int APPLICATION_0 = 0xe0;
  private static final int EXIF = 0xe1;
  private static final int ADOBE = 0xee;
  private static final int APPLICATION_15 = 0xef;
  private static final int COMMENT = 0xfe;

  /** JFIF 1.02 without a density and a thumbnail. */
  private static final byte[] JFIF = {
    (byte) 0xff, (byte) APPLICATION_0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0
  };

  private static final byte[] START_OF_FILE = {(byte) 0xff, (byte) START};
  private static final byte[] END_OF_FILE = {(byte) 0xff, (byte) END};

  /** A usual picture has 10 at most; each costs a pass over all of it, however short it is. */
  private static final int MOST_SCANS = 100;

  /** With more than one scan the decoder holds the coefficients of all. */
  private static final long MOST_PIXELS_IN_SCANS = 1L << 26;

  /** More scans than a usual picture has are for smaller ones, so that they take no longer. */
  private static final int USUAL_SCANS = 16;

  private final byte[] bytes;
  private final Parts kept = new Parts();
  private int at = 2;
  private int width;
  private int height;
  private byte[] components = {};
  private boolean progressive;
  private boolean jfif;
  private int adobe = -1;
  private int adobeLength;
  private int orientation = 1;
  private int scans;
  private final JpegProgression progression = new JpegProgression();

  private JpegFile(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads what a file says of its picture.
   *
   * @throws IIOException if it isn't whole
   * @throws UnsupportedPictureException if it is of a kind that no browser shows either
   */
  public static StoredPicture read(byte[] bytes) throws IOException {
    return new JpegFile(bytes).read();
  }

  private StoredPicture read() throws IOException {
    int marker = nextMarker();
    while (marker != END) {
      segment(marker);
      marker = nextMarker();
    }
    if (scans == 0) {
      throw new IIOException("it has no picture");
    }
    StoredPicture picture =
        StoredPicture.of(forDecoder(), height, width, kind()).turned(orientation);
    return progressive || scans > 1
        ? picture.ofAtMost(MOST_PIXELS_IN_SCANS * USUAL_SCANS / Math.max(USUAL_SCANS, scans))
        : picture;
  }

  /** Goes behind the next marker that begins a segment or ends the file. */
  private int nextMarker() throws IIOException {
    while (at + 1 < bytes.length) {
      int marker = bytes[at + 1] & 0xff;
      // A stuffed zero, a restart, a filling byte, or one that belongs to no segment.
      if (bytes[at] == (byte) 0xff && marker >= 0xc0 && marker < 0xff && !restarts(marker)) {
        at += 2;
        return marker;
      }
      at++;
    }
    throw new IIOException("it ends before its end marker");
  }

  private static boolean restarts(int marker) {
    return marker >= 0xd0 && marker <= 0xd7;
  }

  private void segment(int marker) throws IOException {
    if (marker == START) {
      throw new IIOException("another begins in the middle of it");
    }
    int start = at - 2;
    int length = at + 1 < bytes.length ? (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff : 0;
    if (length < 2 || length > bytes.length - at) {
      throw new IIOException("it ends in the middle of a segment");
    }
    int data = at + 2;
    int dataLength = length - 2;
    at += length;
    if (marker >= APPLICATION_0 && marker <= APPLICATION_15) {
      application(marker, data, dataLength);
    } else if (marker == SCAN) {
      scan(data, dataLength);
      kept.add(bytes, start, at - start);
    } else if (marker != COMMENT) {
      if (isFrame(marker)) {
        frame(marker, data, dataLength);
      }
      kept.add(bytes, start, at - start);
    }
  }

  private void application(int marker, int data, int length) {
    if (marker == APPLICATION_0 && begins(data, length, "JFIF\0")) {
      jfif = true;
    } else if (marker == EXIF && begins(data, length, "Exif\0\0") && orientation == 1) {
      orientation = TiffDirectory.orientation(bytes, data + 6, length - 6);
    } else if (marker == ADOBE && begins(data, length, "Adobe") && length >= 12) {
      adobe = data;
      adobeLength = length;
    }
  }

  private boolean begins(int data, int length, String name) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    return length >= wanted.length
        && Arrays.equals(bytes, data, data + wanted.length, wanted, 0, wanted.length);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private void frame(int marker, int data, int length) throws IOException {
    if (marker > 0xc2) {
      throw new UnsupportedPictureException("a JPEG with lossless or arithmetic coding");
    }
    if (length < 6 || components.length != 0) {
      throw new IIOException("it has no header, or two");
    }
    if (bytes[data] != 8) {
      throw new UnsupportedPictureException("a JPEG of " + bytes[data] + " bits a sample");
    }
    progressive = marker == 0xc2;
    height = (bytes[data + 1] & 0xff) << 8 | bytes[data + 2] & 0xff;
    width = (bytes[data + 3] & 0xff) << 8 | bytes[data + 4] & 0xff;
    int count = bytes[data + 5] & 0xff;
    if (count != 1 && count != 3 && count != 4) {
      throw new UnsupportedPictureException("a JPEG of " + count + " colours");
    }
    if (length < 6 + 3 * count) {
      throw new IIOException("its header is too short");
    }
    components = new byte[count];
    for (int i = 0; i < count; i++) {
      components[i] = bytes[data + 6 + 3 * i];
    }
  }

  /** Goes to the marker behind the coded pixels. */
  private void scan(int data, int length) throws IIOException {
    scans++;
    if (scans > MOST_SCANS) {
      throw new IIOException("it has more than " + MOST_SCANS + " scans");
    }
    progression.add(bytes, data, length, progressive);
    nextMarker();
    at -= 2;
  }

  private byte[] forDecoder() {
    Parts parts = new Parts();
    parts.add(START_OF_FILE);
    // Without either header Java guesses the colours by how they are sampled.
    if (components.length == 3 && (jfif || adobe < 0 && !isNamedRgb())) {
      parts.add(JFIF);
    } else if (adobe >= 0) {
      parts.add(bytes, adobe - 4, adobeLength + 4);
    }
    parts.add(kept);
    parts.add(END_OF_FILE);
    return parts.joined();
  }

  private boolean isNamedRgb() {
    return Arrays.equals(components, new byte[] {'R', 'G', 'B'});
  }

  private Kind kind() {
    return switch (components.length) {
      case 1 -> Kind.GREY;
      case 3 -> Kind.COLOUR;
      default ->
          adobe < 0 ? Kind.CMYK : bytes[adobe + 11] == 2 ? Kind.INVERTED_YCCK : Kind.INVERTED_CMYK;
    };
  }
}
