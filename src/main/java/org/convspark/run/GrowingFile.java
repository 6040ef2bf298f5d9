package org.convspark.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.convspark.storage.Location;

/**
 * A file that grows piece by piece, and has all of them whenever a call returns. Where the file
 * system can append it writes the piece alone; elsewhere, as on S3, the whole file anew.
 */
final class GrowingFile {
  private final Location file;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private boolean whole;

  /**
   * @param file which needn't exist; it is overwritten by what is written first
   */
  GrowingFile(Location file) {
    this.file = file;
  }

  /** Returns what has been written. */
  byte[] content() {
    return content.toByteArray();
  }

  /**
   * Writes a piece behind those before.
   *
   * @throws UncheckedIOException if the file can't be written
   */
  void append(byte[] piece) {
    long before = content.size();
    content.writeBytes(piece);
    if (!whole || !file.append(piece, before)) {
      write();
    }
  }

  /**
   * Begins again with this content, and writes it unless the file has it.
   *
   * @param there whether it has
   * @throws UncheckedIOException if the file can't be written
   */
  void replace(byte[] bytes, boolean there) {
    content.reset();
    content.writeBytes(bytes);
    whole = there;
    if (!there) {
      write();
    }
  }

  private void write() {
    whole = false;
    try (OutputStream out = file.create()) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
    whole = true;
  }
}
