package org.convspark.storage.text;

import java.util.regex.Pattern;

/**
 * Text for a cell of a CSV file that a spreadsheet may open. One that starts like a formula would
 * be run there, and names of files and classes come from anywhere.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
public final class CsvCell {
  /**
   * The place before such a text: one that starts with an equals, plus, minus or at sign, blanks
   * aside, which Spark takes off, and isn't a number; or with a control character.
   */
  public static final String FORMULA =
      "^(?=[\\t\\r\\n]|\\s*[=+@-])(?!\\s*[+-]?\\d+(\\.\\d*)?([eE][+-]?\\d+)?\\s*$)";

  /** What goes there, and makes it a text. */
  public static final String MARK = "'";

  private static final Pattern START = Pattern.compile(FORMULA);

  private CsvCell() {}

  /** Returns the text, made harmless where it starts like a formula. */
  public static String harmless(String text) {
    return START.matcher(text).replaceFirst(MARK);
  }

  /** Returns the text as a quoted cell of RFC 4180, harmless. */
  public static String quoted(String text) {
    return '"' + harmless(text).replace("\"", "\"\"") + '"';
  }
}
