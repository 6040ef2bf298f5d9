package org.convspark.storage;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tells whether two places, which need not exist, are in each other. */
final class Overlap {
  private Overlap() {}

  /** Returns whether a place is another one or below it, by whatever links on a local disk. */
  static boolean isWithin(Location inner, Location outer) {
    if (!isOnOneSystem(inner.fileSystem(), outer.fileSystem())) {
      return false;
    }
    String directory = real(outer.path()).toUri().getPath();
    for (Path at = real(inner.path()); at != null; at = at.getParent()) {
      if (at.toUri().getPath().equals(directory)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOnOneSystem(FileSystem one, FileSystem other) {
    // Of HDFS the address and port, however the user wrote them; of other systems nothing.
    String name = one.getCanonicalServiceName();
    return name == null
        ? one.getUri().equals(other.getUri())
        : name.equals(other.getCanonicalServiceName());
  }

  private static Path real(Path path) {
    if (!"file".equals(path.toUri().getScheme())) {
      return path;
    }
    try {
      java.nio.file.Path given = java.nio.file.Path.of(path.toUri().getPath());
      for (java.nio.file.Path at = given; at != null; at = at.getParent()) {
        try {
          java.nio.file.Path there = at.toRealPath();
          return new Path("file", null, there.resolve(at.relativize(given)).toString());
        } catch (IOException e) {
          continue; // It isn't there yet; what it is to be in may be.
        }
      }
    } catch (InvalidPathException e) {
      return path; // Who reads or writes it says so.
    }
    return path;
  }
}
