package org.convspark.storage;

import java.util.regex.Pattern;
import org.convspark.config.InputException;

/**
 * Refuses what a user hardly means as the name of something new. To read, a name stands for itself,
 * and where it is a slip nothing is there; to write, the slip would become a file or a directory.
 */
final class OutputSpelling {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** As in {@code file:x}, {@code C:\x}, {@code jar:file:/a.jar!/x} and {@code dbfs:/x}. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:|[0-9]*:(?=/)|:");

  /** Of a disk's path; HDFS takes 8,000. */
  private static final int LONGEST = 4096;

  /** As HDFS has it. To make the directories one in another takes a call in a call. */
  private static final int DEEPEST = 1000;

  private OutputSpelling() {}

  /**
   * Checks the path of an output as its user wrote it.
   *
   * @param path what Hadoop would take it for
   * @throws InputException if it looks like a URI and isn't one, or like something that a shell or
   *     a terminal would have put something else for
   */
  static void check(String text, org.apache.hadoop.fs.Path path) {
    if (CONTROL.matcher(text).find()) {
      throw refused(text, "a control character in the path", "choose another path");
    }
    if (text.length() > LONGEST || path.depth() > DEEPEST) {
      throw refused(
          text,
          "a path of " + text.length() + " characters and " + path.depth() + " directories",
          "choose one of at most " + LONGEST + " and " + DEEPEST);
    }
    if (text.equals("-")) {
      throw refused(
          text, "- for the standard output", "name a place, ./- if it is to be called so");
    }
    if (text.startsWith("~")) {
      throw refused(
          text,
          "a ~ that the shell left as it is",
          "write out the directory, or ./" + text + " if it is to be called so");
    }
    if (path.toUri().getScheme() == null && SCHEME.matcher(text).lookingAt()) {
      throw refused(
          text,
          "what begins as a URI and isn't one",
          "write SCHEME://HOST/PATH or a path, ./" + text + " if it is to be called so");
    }
  }

  private static InputException refused(String text, String found, String remedy) {
    return new InputException(text, found, "a path to write to", remedy);
  }
}
