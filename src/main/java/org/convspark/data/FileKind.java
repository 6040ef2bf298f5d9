package org.convspark.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.convspark.data.pictures.PictureFormat;
import org.convspark.storage.Location;

/** What a file holds, told by its first bytes and never by its name. */
public enum FileKind {
  PICTURE,
  PARQUET,
  ORC,
  AVRO,
  /** Plain or gzip. */
  IDX,
  /** A zip archive, such as npz. */
  ZIP,
  /** An array of NumPy's. */
  NPY,
  /** Plain or gzip. */
  TEXT,
  OTHER;

  private static final int HEAD = PictureFormat.HEAD_BYTES;

  /** Reads the first bytes of a file and tells. */
  public static FileKind of(Location file) {
    try (InputStream in = file.open()) {
      return of(in.readNBytes(HEAD));
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  /**
   * Tells what a file holds.
   *
   * @param head its first bytes, some hundred or all
   */
  public static FileKind of(byte[] head) {
    // Once only: there is gzip that holds itself.
    if (starts(head, 0x1f, 0x8b)) {
      FileKind inside = ofPlain(unzipped(head));
      return inside == IDX || inside == TEXT ? inside : OTHER;
    }
    return ofPlain(head);
  }

  private static FileKind ofPlain(byte[] head) {
    if (PictureFormat.of(head).isPresent()) {
      return PICTURE;
    }
    if (starts(head, 'P', 'A', 'R', '1') || starts(head, 'P', 'A', 'R', 'E')) {
      return PARQUET;
    }
    if (starts(head, 'O', 'R', 'C')) {
      return ORC;
    }
    if (starts(head, 'O', 'b', 'j', 1)) {
      return AVRO;
    }
    if (starts(head, 'P', 'K', 3, 4)) {
      return ZIP;
    }
    if (starts(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return NPY;
    }
    if (starts(head, 0, 0)
        && head.length >= 8
        && head[2] >= 8
        && head[2] <= 14
        && head[3] > 0
        && head[3] < 8) {
      return IDX;
    }
    return isText(head) ? TEXT : OTHER;
  }

  private static boolean starts(byte[] head, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= head.length || (head[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] unzipped(byte[] head) {
    byte[] content = new byte[HEAD];
    int length = 0;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(head))) {
      for (int b = in.read(); b >= 0 && length < HEAD; b = in.read()) {
        content[length++] = (byte) b;
      }
    } catch (IOException e) {
      // Its end is missing, since only the beginning was read.
    }
    return Arrays.copyOf(content, length);
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return head.length > 0;
  }
}
