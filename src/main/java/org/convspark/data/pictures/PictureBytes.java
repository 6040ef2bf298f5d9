package org.convspark.data.pictures;

import org.convspark.config.InputException;
import org.convspark.storage.Location;

/** Reads the whole file of a picture. */
final class PictureBytes {
  private static final int MAX_BYTES = 64 << 20;

  private PictureBytes() {}

  /**
   * Reads a file.
   *
   * @throws InputException if it can't be read, or has more than 64 MiB
   */
  static byte[] read(Location file) {
    return file.readAtMost(MAX_BYTES)
        .orElseThrow(
            () ->
                new InputException(
                    file.toString(),
                    "more than 64 MiB",
                    "a smaller picture",
                    "remove the file or save it smaller"));
  }
}
