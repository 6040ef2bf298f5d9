package org.convspark.data.arrays.file;

import java.io.Serializable;
import org.convspark.config.InputException;

/**
 * An array whose header has been read.
 *
 * @param name by which its digest is recorded
 * @param kind what it holds
 * @param content where its bytes are
 * @param header what its header says
 * @param digestFrom the first byte that its digest covers
 */
public record ArrayFile(
    String name, ArrayKind kind, ArrayContent content, ArrayHeader header, long digestFrom)
    implements Serializable {

  /**
   * Checks how many bytes there are against the header.
   *
   * @throws InputException if there are more or fewer
   */
  public void checkLength(long bytes) {
    if (bytes < header.fileBytes()) {
      throw wrongLength("the end of the file at byte " + bytes);
    }
    if (bytes > header.fileBytes()) {
      throw wrongLength("more data at byte " + header.fileBytes());
    }
  }

  /** Returns the error for an array whose length isn't what its header promises. */
  InputException wrongLength(String found) {
    return new InputException(
        content.where(),
        found,
        header.fileBytes()
            + " bytes for the "
            + header.count()
            + " "
            + kind.noun()
            + " of its header",
        content.remedy());
  }
}
