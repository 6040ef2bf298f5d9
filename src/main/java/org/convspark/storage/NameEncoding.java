package org.convspark.storage;

import java.io.File;
import java.nio.charset.StandardCharsets;
import org.convspark.config.InputException;

/**
 * Whether this JVM can write the names of files on a local disk. It takes them, and its command
 * line, for what the locale's character set has: under {@code LC_ALL=C} every other letter is lost,
 * and in the name of a file a question mark stands for it.
 */
public final class NameEncoding {
  private static final String PROPERTY = "sun.jnu.encoding";

  private NameEncoding() {}

  /**
   * Checks a word of the command line, in which letters may have been lost already.
   *
   * @param option that it was given by
   * @throws InputException if there may have been others than ASCII's
   */
  public static void requireWhole(String option, String value) {
    if (lacksLetters() && (value.indexOf('?') >= 0 || !isAscii(value))) {
      throw lost(option + " " + value);
    }
  }

  /**
   * Checks the name of a local file.
   *
   * @throws InputException if it has letters that this JVM can't write
   */
  static void requireWritable(String name) {
    if (lacksLetters() && !isAscii(name)) {
      throw lost(name);
    }
  }

  /** On Windows names are Unicode, whatever the character set of the command line is. */
  private static boolean lacksLetters() {
    return File.separatorChar == '/' && !"UTF-8".equalsIgnoreCase(System.getProperty(PROPERTY));
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }

  private static InputException lost(String where) {
    return new InputException(
        where,
        "letters that this JVM's character set "
            + System.getProperty(PROPERTY)
            + " lacks, or question marks in their place",
        "names in ASCII, or a locale of UTF-8",
        "set LC_ALL=C.UTF-8 for spark-submit, as the scripts in submit/ do; on other machines"
            + " spark.executorEnv.LC_ALL");
  }
}
