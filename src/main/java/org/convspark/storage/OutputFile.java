package org.convspark.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.convspark.config.InputException;

/**
 * One file on any Hadoop file system that appears when it is whole: written under a temporary name
 * beside its own, and renamed by {@link #complete}. Closed before that, it leaves nothing behind.
 */
public final class OutputFile implements AutoCloseable {
  private final FileSystem fs;
  private final Location target;
  private final Location temporary;
  private final boolean overwrite;
  private final OutputStream out;

  private OutputFile(Location target, boolean overwrite) throws IOException {
    this.fs = target.fileSystem();
    this.target = target;
    this.overwrite = overwrite;
    this.temporary = Publication.aside(target, "tmp");
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
    return create(Location.of(uri, hadoop, Expectation.output(uri)), overwrite);
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
    }
  }

  private void checkTarget() {
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
    Publication publication = new Publication(temporary, target);
    if (target.exists()) {
      publication.replace();
    } else {
      publication.appear();
    }
  }

  /** Removes what was written, unless it is complete. */
  @Override
  public void close() throws IOException {
    out.close();
    if (fs.cancelDeleteOnExit(temporary.path())) {
      fs.delete(temporary.path(), false);
    }
  }
}
