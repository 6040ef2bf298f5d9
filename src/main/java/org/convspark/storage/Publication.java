package org.convspark.storage;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renames what was written under a temporary name to its target, as the last step of writing. */
final class Publication {
  private static final Logger log = LoggerFactory.getLogger(Publication.class);

  private final FileSystem fs;
  private final Path temporary;
  private final Path target;
  private final Path old;

  Publication(Location temporary, Location target) {
    this.fs = target.fileSystem();
    this.temporary = temporary.path();
    this.target = target.path();
    this.old = aside(target, "old").path();
  }

  /** Returns a hidden name beside the target that nobody else has. */
  static Location aside(Location target, String kind) {
    String random = UUID.randomUUID().toString().substring(0, 8);
    return target.sibling("." + target.name() + "." + kind + "-" + random).orElseThrow();
  }

  /**
   * Renames to a target that doesn't exist yet.
   *
   * @throws IOException if something is there, even if it came this moment
   */
  void appear() throws IOException {
    if (fs.exists(target)) {
      throw new IOException("it appeared while the run was being written");
    }
    rename(temporary, target);
    // Renaming to a directory that just appeared moves into it, by Hadoop's rules.
    Path inside = LiteralPath.child(target, temporary.getName());
    if (fs.getFileStatus(target).isDirectory() && fs.exists(inside)) {
      rename(inside, temporary);
      throw new IOException("it appeared while the run was being written");
    }
    fs.cancelDeleteOnExit(temporary);
  }

  /**
   * Puts it in the place of what is at the target, which is put back if the renaming fails. Not
   * every file system renames onto something.
   */
  void replace() throws IOException {
    rename(target, old);
    try {
      appear();
    } catch (IOException e) {
      rename(old, target);
      throw e;
    }
    if (!fs.delete(old, true)) {
      log.warn("could not delete what was overwritten, now {}", old);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("renaming " + from + " to " + to + " was refused");
    }
  }
}
