package org.convspark.data.pictures.files;

import javax.imageio.IIOException;
import org.convspark.data.pictures.files.StoredPicture.Kind;

/** The blocks of a GIF file. The decoder gets the first frame alone, without texts. */
public final class GifFile {
  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int IMAGE = 0x2c;
  private static final int END = 0x3b;

  private final byte[] bytes;
  private final Parts kept = new Parts();
  private int at = HEADER;
  private int width;
  private int height;
  private int frames;

  private GifFile(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads what a file says of its first frame.
   *
   * @throws IIOException if it isn't whole
   */
  public static StoredPicture read(byte[] bytes) throws IIOException {
    try {
      return new GifFile(bytes).read();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IIOException("it ends before its last block", e);
    }
  }

  private StoredPicture read() throws IIOException {
    skipTable(bytes[10]);
    kept.add(bytes, 0, at);
    int control = -1;
    int type = bytes[at] & 0xff;
    while (type != END) {
      int start = at;
      if (type == EXTENSION) {
        boolean controls = (bytes[at + 1] & 0xff) == GRAPHIC_CONTROL;
        at += 2;
        skipBlocks();
        if (controls && frames == 0 && at - start == 8) {
          control = start;
        }
      } else if (type == IMAGE) {
        image(control);
      } else {
        throw new IIOException("it has a block of an unknown kind");
      }
      type = bytes[at] & 0xff;
    }
    if (frames == 0) {
      throw new IIOException("it has no picture");
    }
    kept.add((byte) END);
    return StoredPicture.of(kept.joined(), height, width, Kind.PALETTE).firstOf(frames);
  }

  private void image(int control) {
    int start = at;
    if (frames == 0) {
      width = unsigned(at + 5);
      height = unsigned(at + 7);
    }
    int flags = bytes[at + 9];
    at += 10;
    skipTable(flags);
    at++;
    skipBlocks();
    if (frames == 0) {
      if (control >= 0) {
        kept.add(bytes, control, 8);
      }
      kept.add(bytes, start, at - start);
    }
    frames++;
  }

  private int unsigned(int place) {
    return bytes[place] & 0xff | (bytes[place + 1] & 0xff) << 8;
  }

  private void skipTable(int flags) {
    if ((flags & 0x80) != 0) {
      at += 3 << (flags & 7) + 1;
    }
  }

  private void skipBlocks() {
    int length = bytes[at] & 0xff;
    while (length != 0) {
      at += 1 + length;
      length = bytes[at] & 0xff;
    }
    at++;
  }
}
