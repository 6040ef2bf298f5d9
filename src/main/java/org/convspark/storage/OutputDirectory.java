package org.convspark.storage;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.convspark.config.InputException;
import org.convspark.storage.lease.Lease;

/**
 * A directory on any Hadoop file system that appears when it is whole: filled under the name {@code
 * .NAME.unfinished} beside its own, and renamed by {@link #complete}. One process at a time writes
 * it, which has a {@link Lease}. Closed before that, or at the end of the process, it leaves
 * nothing behind, unless {@link #keepOnClose} was called.
 *
 * <p>On HDFS and local disks the rename is atomic; object stores copy file by file, and readers
 * wait for the directory's last file.
 */
public final class OutputDirectory implements AutoCloseable {
  /** After Spark's, and before that of the file systems, which closes them. */
  private static final int AT_EXIT = FileSystem.SHUTDOWN_HOOK_PRIORITY + 1;

  private final FileSystem fs;
  private final Location target;
  private final Location temporary;
  private final Publication publication;
  private final boolean overwrite;
  private final Consumer<Location> guard;
  private final Runnable atExit = this::closeAtExit;
  private Lease lease;
  private boolean discarded;

  private OutputDirectory(
      Location target, String last, boolean overwrite, Consumer<Location> guard) {
    this.fs = target.fileSystem();
    this.target = target;
    this.temporary = Publication.beside(target, "unfinished");
    this.publication = new Publication(temporary, target, last);
    this.overwrite = overwrite;
    this.guard = guard;
  }

  /**
   * Checks that the target may be written; nothing is made yet.
   *
   * @param last name of the file that readers wait for: it appears after all others
   * @param overwrite whether what is at the target is replaced, once the new directory is whole
   * @param guard called with the target if something is there; throws if that must stay
   * @throws InputException if the target is a root
   */
  public static OutputDirectory at(
      Location target, String last, boolean overwrite, Consumer<Location> guard) {
    if (target.parent().isEmpty()) {
      throw new InputException(
          target.toString(), "the root", "a directory below it", "choose another path");
    }
    OutputDirectory output = new OutputDirectory(target, last, overwrite, guard);
    try {
      // What was cut off is put in order by who may write there, and judged then.
      if (!output.publication.wasCutOff()) {
        output.checkTarget();
      }
    } catch (IOException e) {
      throw target.unusable(e);
    } catch (IllegalArgumentException e) {
      // HDFS has no names with a colon in them.
      throw target.unusable(e);
    }
    return output;
  }

  /**
   * Returns whether a directory is just getting its name, or never wholly got it. Its last file may
   * be there none the less.
   */
  public static boolean isUnderWay(Location target) {
    return Publication.isUnderWay(target);
  }

  private void checkTarget() {
    if (target.exists()) {
      guard.accept(target);
    }
  }

  /**
   * Makes this process the one that writes the directory, and puts in order what an earlier one
   * left while it gave the directory its name.
   *
   * @throws InputException if another process writes it, the guard refuses what is there, or its
   *     parent can't be written
   */
  public OutputDirectory claim() {
    try {
      makeDirectory(target.parent().orElseThrow());
      lease = Lease.of(target);
      ShutdownHookManager.get().addShutdownHook(atExit, AT_EXIT);
      publication.restore();
      checkTarget();
      return this;
    } catch (IOException e) {
      throw abandoned(target.unusable(e));
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      throw abandoned(target.unusable(e));
    } catch (RuntimeException e) {
      throw abandoned(e);
    }
  }

  /**
   * Makes the temporary directory, empty; claims it first if that hasn't been done.
   *
   * @throws InputException if it can't be made, or {@link #claim} fails
   */
  public OutputDirectory start() {
    if (lease == null) {
      claim();
    }
    try {
      temporary.delete();
      makeDirectory(temporary);
      discarded = true;
      return this;
    } catch (IOException e) {
      throw abandoned(target.unusable(e));
    } catch (RuntimeException e) {
      throw abandoned(e);
    }
  }

  private void makeDirectory(Location directory) throws IOException {
    if (!fs.mkdirs(directory.path())) {
      throw new IOException("no directory could be made");
    }
  }

  private <E extends RuntimeException> E abandoned(E e) {
    try {
      close();
    } catch (IOException | RuntimeException again) {
      e.addSuppressed(again);
    }
    return e;
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
   * Checks that no other process writes the directory by now, which took this one for ended.
   *
   * @throws java.io.UncheckedIOException if one does, or that can't be told
   */
  public void requireHeld() {
    lease.requireHeld();
  }

  /** Returns whether another process may write the directory by now, as far as is known here. */
  public boolean isLost() {
    return lease.isLost();
  }

  /**
   * Makes the directory appear at its target; what it replaces stays until then.
   *
   * @throws IOException if the target appeared meanwhile, or the file system refuses
   * @throws java.io.UncheckedIOException as {@link #requireHeld}
   */
  public synchronized void complete() throws IOException {
    lease.renew();
    Checksums.removeBelow(fs, temporary.path());
    if (overwrite) {
      checkTarget();
    }
    publication.publish(overwrite);
    discarded = false;
  }

  /**
   * Makes {@link #close} and the end of the process leave the temporary directory alone from here
   * on.
   */
  public synchronized void keepOnClose() {
    discarded = false;
  }

  /**
   * Removes everything written, unless the directory is complete or is to be kept, and lets other
   * processes write it.
   */
  @Override
  public synchronized void close() throws IOException {
    if (lease == null) {
      return;
    }
    try (Lease held = lease) {
      // After a standstill another may have it, whose directory has the same name.
      if (discarded && held.isHeld()) {
        temporary.delete();
      }
    } finally {
      lease = null;
      if (!ShutdownHookManager.get().isShutdownInProgress()) {
        ShutdownHookManager.get().removeShutdownHook(atExit);
      }
    }
  }

  /** Where the process is told to stop, nobody else closes this. */
  private void closeAtExit() {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      // Nobody is there to be told; the next process finds what is left.
      discarded = false;
    }
  }
}
