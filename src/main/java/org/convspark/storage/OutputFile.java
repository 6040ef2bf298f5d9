package org.convspark.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.convspark.config.InputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file on any Hadoop file system that appears when it is whole: written under a temporary name
 * beside its own, and renamed by {@link #complete}. Closed before that, it leaves nothing behind.
 */
public final class OutputFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFile.class);

  private final FileSystem fs;
  private final Location target;
  private final Location temporary;
  private final boolean overwrite;
  private final OutputStream out;
  private boolean complete;

  private OutputFile(Location target, boolean overwrite) throws IOException {
    this.fs = target.fileSystem();
    this.target = target;
    this.overwrite = overwrite;
    this.temporary = aside("tmp");
    checkTarget();
    this.out = Checksums.create(fs, temporary.path(), false);
    fs.deleteOnExit(temporary.path());
  }

  /**
   * Starts a file, and finds out whether it can be written.
   *
   * @param uri where it is to appear
   * @param overwrite whether an earlier file there is replaced, once the new one is whole
   * @throws InputException if the target exists and isn't to be overwritten or is a directory, or
   *     if its parent can't be written
   */
  public static OutputFile create(String uri, Configuration hadoop, boolean overwrite) {
    return create(Location.output(uri, hadoop), overwrite);
  }

  /** Starts a file as {@link #create(String, Configuration, boolean)} does. */
  public static OutputFile create(Location target, boolean overwrite) {
    if (target.parent().isEmpty()) {
      throw new InputException(target.toString(), "the root", "a file", "name the file");
    }
    try {
      return new OutputFile(target, overwrite);
    } catch (IOException e) {
      throw target.unusable(e);
    } catch (UnsupportedOperationException e) {
      throw target.unusable(e);
    }
  }

  private void checkTarget() {
    target.requireNoDevice("the name of a file", "choose another path");
    boolean directory = target.isDirectory();
    if (directory || (!overwrite && target.exists())) {
      throw new InputException(
          target.uri(),
          directory ? "a directory" : "an existing file",
          directory ? "the name of a file" : "none",
          "choose another path" + (directory ? "" : ", or replace it with --overwrite"));
    }
  }

  /** Returns the stream to which the file's content is written. */
  public OutputStream stream() {
    return out;
  }

  /**
   * Makes the file appear at its target.
   *
   * @throws IOException if the file system refuses
   */
  public void complete() throws IOException {
    out.close();
    checkTarget();
    Location old = aside("old");
    boolean replacing = target.exists();
    if (replacing) {
      // Not every file system renames onto something.
      rename(target, old);
    }
    try {
      rename(temporary, target);
    } catch (IOException e) {
      putBack(old, replacing);
      throw e;
    }
    complete = true;
    fs.cancelDeleteOnExit(temporary.path());
    if (replacing && !fs.delete(old.path(), false)) {
      LOG.warn("could not delete what was overwritten, now {}", old.uri());
    }
  }

  /** Another process may have written the same file meanwhile: then that is the newer one. */
  private void putBack(Location old, boolean replacing) throws IOException {
    if (!replacing) {
      return;
    }
    if (target.exists()) {
      fs.delete(old.path(), false);
    } else {
      rename(old, target);
    }
  }

  private void rename(Location from, Location to) throws IOException {
    if (to.exists()) {
      throw new IOException("it appeared while the new one was being written");
    }
    if (!fs.rename(from.path(), to.path())) {
      throw new IOException("renaming " + from.uri() + " to " + to.uri() + " was refused");
    }
  }

  /** Returns a hidden name beside the target that no other writer has. */
  private Location aside(String kind) {
    String random = UUID.randomUUID().toString().substring(0, 8);
    return target.sibling("." + target.name() + "." + kind + "-" + random).orElseThrow();
  }

  /** Removes what was written, unless it is complete. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      if (!complete) {
        fs.delete(temporary.path(), false);
        fs.cancelDeleteOnExit(temporary.path());
      }
    }
  }
}
