package org.convspark.storage;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step of a run: what was written under a temporary name appears at its target. */
public final class Publication {
  private static final Logger log = LoggerFactory.getLogger(Publication.class);

  private final FileSystem fs;
  private final Path temporary;
  private final Path target;

  public Publication(FileSystem fs, Path temporary, Path target) {
    this.fs = fs;
    this.temporary = temporary;
    this.target = target;
  }

  /**
   * Where nothing is yet.
   *
   * @throws IOException if something is, even if it came this moment
   */
  public void appear() throws IOException {
    if (fs.exists(target)) {
      throw new IOException("it appeared while the run was being written");
    }
    rename(temporary, target);
    // Renaming to a directory that just appeared moves into it, by Hadoop's rules.
    Path inside = new Path(target, temporary.getName());
    if (fs.exists(inside)) {
      rename(inside, temporary);
      throw new IOException("it appeared while the run was being written");
    }
  }

  /** In the place of an earlier run, which stays where this one can't appear. */
  public void replace() throws IOException {
    String random = UUID.randomUUID().toString().substring(0, 8);
    Path old = new Path(target.getParent(), "." + target.getName() + ".old-" + random);
    rename(target, old);
    try {
      appear();
    } catch (IOException e) {
      rename(old, target);
      throw e;
    }
    if (!fs.delete(old, true)) {
      log.warn("could not delete the overwritten run, now {}", old);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("renaming " + from + " to " + to + " was refused");
    }
  }
}
