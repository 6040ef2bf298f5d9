package org.convspark.doctor;

import java.util.UUID;
import org.convspark.config.InputException;
import org.convspark.storage.Location;

/**
 * A hidden file where an output is to be, of a name that nobody else has: who doesn't see it looks
 * at another disk. Closing deletes it.
 */
final class Mark implements AutoCloseable {
  /** No file, where there is no output or it can't be written. */
  static final Mark NONE = new Mark(null);

  private final Location file;

  private Mark(Location file) {
    this.file = file;
  }

  /**
   * Writes a mark to the nearest directory above an output that is there already.
   *
   * @throws InputException if it can't be written
   */
  static Mark above(Location out) {
    Location file = nearestParent(out).child(".convspark-doctor-" + UUID.randomUUID());
    try {
      file.write("");
      return new Mark(file);
    } catch (InputException e) {
      file.delete();
      throw e;
    }
  }

  private static Location nearestParent(Location location) {
    Location parent =
        location
            .parent()
            .orElseThrow(
                () ->
                    new InputException(
                        location.toString(), "the root has no parent", "one", "choose another"));
    return parent.exists() ? parent : nearestParent(parent);
  }

  /** Returns where it is; empty where there is none. */
  String uri() {
    return file == null ? "" : file.uri();
  }

  @Override
  public void close() {
    if (file != null) {
      file.delete();
    }
  }
}
