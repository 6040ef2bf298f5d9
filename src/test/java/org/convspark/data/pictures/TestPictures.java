package org.convspark.data.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.convspark.data.preprocessing.Picture;

/** Picture files that are made for tests. */
final class TestPictures {
  static final int HEIGHT = 120;
  static final int WIDTH = 90;

  private static final int ENTRY = 12;

  private TestPictures() {}

  static boolean isInk(int y, int x) {
    return x >= 20 && x < 70 && y >= 20 && y < 100 && (y < 30 || x >= 60);
  }

  /** A black 7 on white. */
  static BufferedImage seven(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, isInk(y, x) ? 0xff000000 : 0xffffffff);
      }
    }
    return image;
  }

  static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("nothing writes it as " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DecodedPicture decode(byte[] file) {
    return PictureDecoder.decode(file, "a picture", 28);
  }

  /** Returns the values of a plane as bytes, which a grey picture of 8 bits has. */
  static byte[] pixels(byte[] file) {
    return decode(file).picture().bytes();
  }

  static float at(Picture picture, int channel, int y, int x) {
    return picture.plane(channel)[y * picture.width() + x];
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Puts bytes in at a place. */
  static byte[] inserted(byte[] file, int at, byte[] bytes) {
    return joined(Arrays.copyOf(file, at), bytes, Arrays.copyOfRange(file, at, file.length));
  }

  /** Puts a segment in behind the start of a JPEG. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
    ByteBuffer head = ByteBuffer.allocate(4);
    head.put((byte) 0xff).put((byte) marker).putShort((short) (data.length + 2));
    return inserted(jpeg, 2, joined(head.array(), data));
  }

  /** Puts a chunk in behind the header of a PNG. */
  static byte[] withChunk(byte[] png, String type, byte[] data) {
    byte[] typed = joined(type.getBytes(StandardCharsets.ISO_8859_1), data);
    CRC32 sum = new CRC32();
    sum.update(typed);
    return inserted(
        png,
        33,
        joined(
            ByteBuffer.allocate(4).putInt(data.length).array(),
            typed,
            ByteBuffer.allocate(4).putInt((int) sum.getValue()).array()));
  }

  static byte[] exif(int orientation, ByteOrder order) {
    return tiff(order, new byte[0], new TreeMap<>(Map.of(274, orientation)));
  }

  static byte[] exifSegment(int orientation, ByteOrder order) {
    return joined("Exif\0\0".getBytes(StandardCharsets.US_ASCII), exif(orientation, order));
  }

  /**
   * A TIFF of one strip without compression.
   *
   * @param samples as stored, one after another
   */
  static byte[] tiff(
      int height, int width, int bits, int photometric, ByteOrder order, byte[] samples) {
    TreeMap<Integer, Integer> tags = new TreeMap<>();
    tags.put(256, width);
    tags.put(257, height);
    tags.put(258, bits);
    tags.put(259, 1);
    tags.put(262, photometric);
    tags.put(273, 8);
    tags.put(277, 1);
    tags.put(278, height);
    tags.put(279, samples.length);
    return tiff(order, samples, tags);
  }

  /** A TIFF of any tags with one number each, and of data from byte 8 on. */
  static byte[] tiff(ByteOrder order, byte[] data, TreeMap<Integer, Integer> tags) {
    ByteBuffer file =
        ByteBuffer.allocate(8 + data.length + 2 + tags.size() * ENTRY + 4).order(order);
    file.put(order == ByteOrder.BIG_ENDIAN ? new byte[] {'M', 'M'} : new byte[] {'I', 'I'});
    file.putShort((short) 42).putInt(8 + data.length).put(data).putShort((short) tags.size());
    tags.forEach(
        (tag, value) -> {
          file.putShort(tag.shortValue()).putShort((short) (value > 0xffff ? 4 : 3)).putInt(1);
          if (value > 0xffff) {
            file.putInt(value);
          } else {
            file.putShort(value.shortValue()).putShort((short) 0);
          }
        });
    return file.putInt(0).array();
  }
}
