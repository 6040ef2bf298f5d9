package org.convspark.data.idx;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.storage.Location;

/**
 * An IDX file whose header has been read.
 *
 * @param uri where it is, with its scheme
 * @param header what its header says
 * @param gzip whether it is compressed, and so can't be read from the middle
 */
public record IdxFile(String uri, IdxHeader header, boolean gzip) implements Serializable {

  /**
   * Reads a file's header, and checks the length of a file that isn't compressed against it.
   *
   * @param kind what the file must hold
   * @throws InputException if it is a directory, can't be read, or doesn't hold that
   */
  public static IdxFile inspect(Location file, IdxHeader.Kind kind) {
    if (file.isDirectory()) {
      throw new InputException(
          file.toString(),
          "a directory",
          "an IDX file of " + kind.noun(),
          "move the file out of it, or remove it");
    }
    try (IdxReader reader = IdxReader.open(file, kind)) {
      IdxFile found = new IdxFile(file.uri(), reader.header(), reader.gzip());
      if (!found.gzip) {
        found.checkLength(file.length());
      }
      return found;
    }
  }

  private void checkLength(long bytes) {
    if (bytes < header.fileBytes()) {
      throw header.wrongLength(uri, "the end of the file at byte " + bytes);
    }
    if (bytes > header.fileBytes()) {
      throw header.wrongLength(uri, "more data at byte " + header.fileBytes());
    }
  }

  IdxReader open(Configuration hadoop) {
    return IdxReader.open(Location.of(uri, hadoop), header.kind());
  }
}
