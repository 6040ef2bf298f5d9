package org.convspark.storage;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Turns what a user wrote into a path, character by character: colons, brackets, stars, blanks, per
 * cent signs and backslashes stand for themselves. Hadoop's own constructors from strings take what
 * is before a colon for a scheme, as in {@code at 12:30}.
 */
final class LiteralPath {
  private static final Pattern URI =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?<path>/.*)", Pattern.DOTALL);

  private LiteralPath() {}

  /**
   * Returns the path of a text that is a URI if it begins with {@code scheme://}, or with {@code
   * scheme:/} where Hadoop knows that scheme; else a name on the default file system. What {@link
   * Path#toString} gives of a path with a scheme comes back as it was.
   *
   * @throws IllegalArgumentException for an empty or blank text, one with a NUL, or a host that
   *     can't be
   */
  static Path of(String text, Configuration hadoop) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty path");
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("a blank path");
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL in the path");
    }
    Matcher uri = URI.matcher(text);
    if (!uri.matches()) {
      return new Path(null, null, text);
    }
    String scheme = uri.group("scheme");
    String path = uri.group("path");
    if (path.startsWith("//")) {
      int slash = path.indexOf('/', 2);
      String host = slash < 0 ? path.substring(2) : path.substring(2, slash);
      return new Path(
          scheme, host.isEmpty() ? null : host, slash < 0 ? "/" : path.substring(slash));
    }
    return isKnown(scheme, hadoop) ? new Path(scheme, null, path) : new Path(null, null, text);
  }

  /** Returns the path of something in a directory, whatever characters its name has. */
  static Path child(Path directory, String name) {
    return new Path(directory, new Path(null, null, name));
  }

  private static boolean isKnown(String scheme, Configuration hadoop) {
    try {
      FileSystem.getFileSystemClass(scheme, hadoop);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
