package org.convspark.storage;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a directory its name, as the last step of writing it. One of its files, which says that it
 * is whole, appears only then: an object store copies file by file, in an order of its own, and may
 * be cut off in between. What was cut off is told by three names beside the directory's and put in
 * order by whoever writes there next.
 *
 * <pre>
 * .NAME.unfinished   the new directory, until it has its name
 * .NAME.old          what it replaces, from before it gets it until after
 * .NAME.publishing   there while the new directory gets its name: what has it, is the new one's
 * </pre>
 */
final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  /** There a directory is renamed as a whole, and no part of it ever has the other name. */
  private static final Set<String> ATOMIC = Set.of("file", "hdfs");

  private final FileSystem fs;
  private final Path temporary;
  private final Path target;
  private final Path old;
  private final Path note;
  private final String last;

  /**
   * @param last name of the file that appears last; none of that name is as good
   */
  Publication(Location temporary, Location target, String last) {
    this.fs = target.fileSystem();
    this.temporary = temporary.path();
    this.target = target.path();
    this.old = beside(target, "old").path();
    this.note = note(target).path();
    this.last = last;
  }

  private static Location note(Location target) {
    return beside(target, "publishing");
  }

  /** Returns a hidden name beside the target. */
  static Location beside(Location target, String kind) {
    return target.sibling("." + target.name() + "." + kind).orElseThrow();
  }

  /** Returns whether a directory is getting its name, or was to get it when its process ended. */
  static boolean isUnderWay(Location target) {
    try {
      return target.parent().isPresent() && note(target).exists();
    } catch (InputException e) {
      return false; // A reader may have no right to look at what is beside the directory.
    }
  }

  /** Returns whether a process ended while it gave the directory its name. */
  boolean wasCutOff() throws IOException {
    return fs.exists(note) || fs.exists(old) || fs.exists(hidden(target));
  }

  /**
   * Renames to the target.
   *
   * @param replace whether what is there is replaced; it is put back if the renaming fails
   * @throws IOException if something is there and is to stay, even if it came this moment, or the
   *     file system refuses; then all is as before as far as the file system lets it
   */
  void publish(boolean replace) throws IOException {
    boolean replacing = fs.exists(target);
    if (replacing && !replace) {
      throw appeared();
    }
    if (fs.exists(old)) {
      throw new IOException(old + " is in the way");
    }
    try {
      hide(temporary);
      if (replacing) {
        hide(target);
        rename(target, old);
      }
      Checksums.create(fs, note, true).close();
      rename(temporary, target);
      requireNotInside();
    } catch (IOException e) {
      try {
        restore();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    show(target);
    try {
      cleanUp();
    } catch (IOException e) {
      LOG.warn("what was overwritten is still there: {}", Reason.of(e));
    }
  }

  /** Renaming to a directory that just appeared moves into it, by Hadoop's rules. */
  private void requireNotInside() throws IOException {
    if (fs.exists(inside())) {
      rename(inside(), temporary);
      setAside();
      delete(note);
      throw appeared();
    }
  }

  private Path inside() {
    return LiteralPath.child(target, temporary.getName());
  }

  /** What was to be replaced can't have its name back where somebody else's has it. */
  private void setAside() throws IOException {
    if (fs.exists(old)) {
      Path kept = LiteralPath.child(old.getParent(), old.getName() + "-" + UUID.randomUUID());
      rename(old, kept);
      LOG.warn("what was to be overwritten is now {}", kept);
    }
  }

  private static IOException appeared() {
    return new IOException("it appeared while the run was being written");
  }

  /** In this order: while the note is there, what has the other name is known to be replaced. */
  private void cleanUp() throws IOException {
    delete(old);
    delete(note);
  }

  /**
   * Puts in order what was cut off: the new directory gets its name if it has all its files, else
   * they go back to where it was written, and what it was to replace gets its name back. What
   * somebody put at the target meanwhile stays as it is.
   *
   * @throws IOException if the file system refuses; a later call goes on
   */
  void restore() throws IOException {
    if (fs.exists(note) && !fs.exists(temporary) && isNamed()) {
      show(target);
      cleanUp();
      return;
    }
    if (fs.exists(note)) {
      if (fs.exists(inside())) {
        bringTogether(inside(), temporary);
      } else if (fs.exists(temporary) && mayBePart(target)) {
        bringTogether(target, temporary);
      }
      if (fs.exists(target)) {
        setAside();
      }
      delete(note);
    }
    // Without the note, what has the name is the earlier directory, or was left of it.
    if (fs.exists(target) && !mayBePart(target)) {
      setAside();
    }
    bringTogether(old, target);
    show(target);
    show(temporary);
  }

  /** Returns whether it may be a part of a directory whose other part has another name. */
  private boolean mayBePart(Path directory) throws IOException {
    return !ATOMIC.contains(directory.toUri().getScheme())
        && !fs.exists(LiteralPath.child(directory, last));
  }

  private boolean isNamed() throws IOException {
    return fs.exists(hidden(target)) || fs.exists(LiteralPath.child(target, last));
  }

  /** Moves what is left at one place to the rest at another. Where both have a file, it stays. */
  private void bringTogether(Path from, Path to) throws IOException {
    if (!fs.exists(from)) {
      return;
    }
    if (!fs.exists(to)) {
      rename(from, to);
      return;
    }
    for (FileStatus each : fs.listStatus(from)) {
      Path other = LiteralPath.child(to, each.getPath().getName());
      if (each.isDirectory() || !fs.exists(other)) {
        bringTogether(LiteralPath.child(from, each.getPath().getName()), other);
      }
    }
    delete(from);
  }

  private Path hidden(Path directory) {
    return LiteralPath.child(directory, "." + last + ".last");
  }

  private void hide(Path directory) throws IOException {
    renameFile(LiteralPath.child(directory, last), hidden(directory));
  }

  private void show(Path directory) throws IOException {
    renameFile(hidden(directory), LiteralPath.child(directory, last));
  }

  /** An object store copies and deletes then; if cut off in between it has both. */
  private void renameFile(Path from, Path to) throws IOException {
    if (fs.exists(from)) {
      if (fs.exists(to)) {
        delete(from);
      } else {
        rename(from, to);
      }
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("renaming " + from + " to " + to + " was refused");
    }
  }

  private void delete(Path path) throws IOException {
    if (!fs.delete(path, true) && fs.exists(path)) {
      throw new IOException("deleting " + path + " was refused");
    }
  }
}
