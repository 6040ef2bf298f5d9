package org.convspark.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;

/**
 * One file on any Hadoop file system that appears when it is whole: written under a temporary name
 * beside its own, and renamed by {@link #complete}. Closed before, it leaves nothing behind.
 */
public final class OutputFile implements AutoCloseable {
  private final FileSystem fs;
  private final Path target;
  private final Path temporary;
  private final boolean overwrite;
  private final OutputStream out;

  private OutputFile(FileSystem fs, Path target, boolean overwrite) throws IOException {
    this.fs = fs;
    this.target = target;
    this.overwrite = overwrite;
    this.temporary = sibling("tmp");
    checkTarget();
    this.out = fs.create(temporary, false);
    fs.deleteOnExit(temporary);
  }

  /**
   * Starts a file. That it can be written is found out here.
   *
   * @param target where it is to appear; its file system comes from the path itself
   * @param overwrite whether an earlier file there is replaced, once the new one is whole
   * @throws InputException if the target exists and isn't to be overwritten or is a directory, or
   *     if its parent can't be written
   */
  public static OutputFile create(Path target, Configuration hadoop, boolean overwrite) {
    try {
      FileSystem fs = target.getFileSystem(hadoop);
      Path qualified = fs.makeQualified(new Path(target.toString()));
      if (qualified.isRoot()) {
        throw new InputException(target.toString(), "the root", "a file", "name the file");
      }
      return new OutputFile(fs, qualified, overwrite);
    } catch (IOException e) {
      throw new InputException(
          target.toString(),
          Reason.of(e),
          "a path whose parent can be written",
          "choose another path or mend its permissions",
          e);
    }
  }

  private void checkTarget() throws IOException {
    if (fs.exists(target)) {
      boolean directory = fs.getFileStatus(target).isDirectory();
      if (directory || !overwrite) {
        throw new InputException(
            target.toString(),
            directory ? "a directory" : "an existing file",
            directory ? "the name of a file" : "none",
            "choose another path" + (directory ? "" : ", or replace it with --overwrite"));
      }
    }
  }

  /** What is written to it becomes the file's content. */
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
    if (fs.exists(target)) {
      // Not every file system renames onto a file.
      Path old = sibling("old");
      rename(target, old);
      try {
        rename(temporary, target);
      } catch (IOException e) {
        rename(old, target);
        throw e;
      }
      fs.delete(old, false);
    } else {
      rename(temporary, target);
    }
    fs.cancelDeleteOnExit(temporary);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("renaming " + from + " to " + to + " was refused");
    }
  }

  private Path sibling(String kind) {
    String random = UUID.randomUUID().toString().substring(0, 8);
    return new Path(target.getParent(), "." + target.getName() + "." + kind + "-" + random);
  }

  /** Removes what was written, unless it is complete. */
  @Override
  public void close() throws IOException {
    out.close();
    if (fs.cancelDeleteOnExit(temporary)) {
      fs.delete(temporary, false);
    }
  }

  /** Whether there is such a file or directory. */
  public static boolean exists(Path path, Configuration hadoop) {
    try {
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException e) {
      throw new InputException(
          path.toString(), Reason.of(e), "a readable path", "check its permissions", e);
    }
  }
}
