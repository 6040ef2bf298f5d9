package org.convspark.storage;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.convspark.config.InputException;

/**
 * A directory on any Hadoop file system that appears when it is whole: filled under a hidden name
 * beside its own, and renamed by {@link #complete}. Closed before that, it leaves nothing behind,
 * unless {@link #keepOnClose} was called.
 *
 * <p>On HDFS and local disks the rename is atomic; object stores copy file by file.
 */
public final class OutputDirectory implements AutoCloseable {
  private final FileSystem fs;
  private final Location target;
  private final Location temporary;
  private final boolean overwrite;
  private final Consumer<Location> guard;
  private boolean keep;

  private OutputDirectory(
      Location target, Location temporary, boolean overwrite, Consumer<Location> guard) {
    this.fs = target.fileSystem();
    this.target = target;
    this.temporary = temporary;
    this.overwrite = overwrite;
    this.guard = guard;
    checkTarget();
  }

  /**
   * Checks that the target may be written; nothing is made yet.
   *
   * @param overwrite whether what is at the target is replaced, once the new directory is whole
   * @param guard called with the target if something is there; throws if that must stay
   * @throws InputException if the target is a root
   */
  public static OutputDirectory at(Location target, boolean overwrite, Consumer<Location> guard) {
    requireName(target);
    return new OutputDirectory(target, Publication.aside(target, "tmp"), overwrite, guard);
  }

  /**
   * Checks as {@link #at} does, but the temporary name is always the same, {@code
   * .NAME.unfinished}: if it is kept, a later process finds it again.
   */
  public static OutputDirectory resumable(
      Location target, boolean overwrite, Consumer<Location> guard) {
    requireName(target);
    Location temporary = target.sibling("." + target.name() + ".unfinished").orElseThrow();
    return new OutputDirectory(target, temporary, overwrite, guard);
  }

  private static void requireName(Location target) {
    if (target.parent().isEmpty()) {
      throw new InputException(
          target.toString(), "the root", "a directory below it", "choose another path");
    }
  }

  private void checkTarget() {
    if (target.exists()) {
      guard.accept(target);
    }
  }

  /**
   * Makes the temporary directory.
   *
   * @throws InputException if it can't be made
   */
  public OutputDirectory start() {
    try {
      if (!fs.mkdirs(temporary.path())) {
        throw new IOException("no directory could be made");
      }
      // Where the process is told to stop, nobody closes this; Hadoop's shutdown hook deletes.
      fs.deleteOnExit(temporary.path());
      return this;
    } catch (IOException e) {
      throw target.unusable(e);
    }
  }

  /** Returns the location at which the directory is to appear. */
  public Location target() {
    return target;
  }

  /** Returns the location at which the directory is until it is complete. */
  public Location temporary() {
    return temporary;
  }

  /**
   * Makes the directory appear at its target; what it replaces stays until then.
   *
   * @throws IOException if the target appeared meanwhile, or the file system refuses
   */
  public void complete() throws IOException {
    Checksums.removeBelow(fs, temporary.path());
    Publication publication = new Publication(temporary, target);
    if (overwrite && target.exists()) {
      checkTarget();
      publication.replace();
    } else {
      publication.appear();
    }
    keep = true;
  }

  /**
   * Makes {@link #close} and the end of the process leave the temporary directory alone from here
   * on.
   */
  public void keepOnClose() {
    keep = true;
    fs.cancelDeleteOnExit(temporary.path());
  }

  /** Removes everything written, unless the directory is complete or is to be kept. */
  @Override
  public void close() throws IOException {
    if (!keep) {
      fs.cancelDeleteOnExit(temporary.path());
      fs.delete(temporary.path(), true);
    }
  }
}
