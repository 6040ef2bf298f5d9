package org.convspark.data.pictures.files;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import javax.imageio.IIOException;
import org.convspark.data.pictures.files.StoredPicture.Kind;

/** The first directory of a TIFF file, which says all there is about the first page. */
public final class TiffFile {
  private static final int SUBFILE = 254;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTES = 279;
  private static final int PLANAR = 284;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;
  private static final int COLOUR_MAP = 320;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int UNCOMPRESSED = 1;
  private static final int JPEG = 7;

  /** None, CCITT's three, LZW, JPEG, Deflate under both numbers, PackBits. */
  private static final Set<Long> COMPRESSIONS = Set.of(1L, 2L, 3L, 4L, 5L, 7L, 8L, 32773L, 32946L);

  private static final Set<Long> DEPTHS = Set.of(1L, 2L, 4L, 8L, 16L);

  /** The decoder holds a strip or a tile two or three times, whatever is wanted of it. */
  private static final long MOST_BYTES_OF_PIECE = 1L << 27;

  private static final int MOST_PIECES = 1 << 20;

  private final byte[] bytes;
  private final TiffDirectory directory;
  private final long width;
  private final long height;
  private final long samples;
  private final long depth;
  private final long compression;

  private TiffFile(byte[] bytes) throws IIOException {
    this.bytes = bytes;
    this.directory = TiffDirectory.of(bytes, 0, bytes.length);
    this.width = directory.value(WIDTH, 0);
    this.height = directory.value(HEIGHT, 0);
    this.samples = directory.value(SAMPLES, 1);
    this.depth = directory.value(BITS, 1);
    this.compression = directory.value(COMPRESSION, UNCOMPRESSED);
  }

  /**
   * Reads what a file says of its first page.
   *
   * @throws IIOException if it isn't whole
   * @throws UnsupportedPictureException if it is of a kind beyond what scanners and programs for
   *     pictures write
   */
  public static StoredPicture read(byte[] bytes) throws IOException {
    return new TiffFile(bytes).read();
  }

  private StoredPicture read() throws IOException {
    if (directory.valueBytes() > bytes.length) {
      throw new IIOException("its directory has more values than the file has bytes");
    }
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new IIOException("it has no size");
    }
    if ((directory.value(SUBFILE, 0) & 1) != 0) {
      throw new UnsupportedPictureException(
          "a TIFF that begins with a thumbnail, as a camera's raw");
    }
    Kind kind = kind();
    checkPieces();
    return StoredPicture.of(bytes, (int) height, (int) width, kind)
        .turned(directory.orientation())
        .firstOf(directory.directories());
  }

  private Kind kind() throws IOException {
    int photometric = (int) directory.value(PHOTOMETRIC, 1);
    long[] depths = directory.values(BITS, 5);
    boolean alike = Arrays.stream(depths).allMatch(each -> each == depth);
    if (!DEPTHS.contains(depth) || !alike || samples > 1 && depth < 8) {
      throw new UnsupportedPictureException("a TIFF of " + depth + " bits a sample");
    }
    if (directory.value(SAMPLE_FORMAT, 1) != 1 && directory.value(SAMPLE_FORMAT, 1) != 4) {
      throw new UnsupportedPictureException("a TIFF whose samples have a sign or a point");
    }
    if (!COMPRESSIONS.contains(compression)) {
      throw new UnsupportedPictureException("a TIFF with compression " + compression);
    }
    if (photometric == 5) {
      throw new UnsupportedPictureException("a TIFF in CMYK");
    }
    if (samples % 2 == 0 && directory.value(EXTRA_SAMPLES, 0) == 0) {
      throw new UnsupportedPictureException("a TIFF with an extra sample of no known use");
    }
    if (photometric <= 3 && samples == 1 && depth <= 8 && directory.has(COLOUR_MAP)) {
      return Kind.PALETTE;
    }
    if (photometric <= 1 && samples <= 2) {
      return Kind.GREY;
    }
    if (photometric == 2 && (samples == 3 || samples == 4)
        || photometric == 6 && samples == 3 && compression == JPEG) {
      return Kind.COLOUR;
    }
    throw new UnsupportedPictureException(
        "a TIFF with colours of kind " + photometric + " and " + samples + " samples a pixel");
  }

  private void checkPieces() throws IOException {
    boolean tiles = directory.has(TILE_WIDTH);
    long pieceWidth = tiles ? directory.value(TILE_WIDTH, 0) : width;
    long pieceHeight =
        tiles
            ? directory.value(TILE_HEIGHT, 0)
            : Math.min(height, directory.value(ROWS_PER_STRIP, height));
    if (pieceWidth < 1 || pieceHeight < 1) {
      throw new IIOException("its tiles or strips have no size");
    }
    boolean planar = directory.value(PLANAR, 1) == 2;
    long bits = depth * (planar ? 1 : samples);
    if (pieceWidth > MOST_BYTES_OF_PIECE
        || pieceHeight > MOST_BYTES_OF_PIECE
        || pieceWidth * pieceHeight > MOST_BYTES_OF_PIECE * 8 / bits) {
      throw new UnsupportedPictureException("a TIFF in one strip or tile of more than 128 MiB");
    }
    // Each costs its whole size, however little of it is in the picture.
    if ((double) (width + pieceWidth) * (height + pieceHeight) > 4 * StoredPicture.MOST_PIXELS) {
      throw new IIOException("its tiles are far larger than its picture");
    }
    long across = (width + pieceWidth - 1) / pieceWidth;
    long down = (height + pieceHeight - 1) / pieceHeight;
    if (across > MOST_PIECES || across * down > MOST_PIECES) {
      throw new IIOException("it has more than " + MOST_PIECES + " tiles or strips");
    }
    int pieces = (int) (across * down * (planar ? samples : 1));
    long[] offsets = directory.values(tiles ? TILE_OFFSETS : STRIP_OFFSETS, pieces);
    long[] lengths = directory.values(tiles ? TILE_BYTES : STRIP_BYTES, pieces);
    if (offsets.length < pieces || lengths.length < pieces) {
      throw new IIOException("some of its tiles or strips are missing");
    }
    long stored = 0;
    for (int i = 0; i < pieces; i++) {
      if (offsets[i] + lengths[i] > bytes.length) {
        throw new IIOException("it ends before its last pixel");
      }
      stored += lengths[i];
    }
    long row = (Math.min(width, pieceWidth) * bits + 7) / 8;
    if (compression == UNCOMPRESSED && stored < row * height * (planar ? samples : 1)) {
      throw new IIOException("its strips have fewer bytes than its pixels");
    }
  }
}
