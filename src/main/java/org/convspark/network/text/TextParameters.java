package org.convspark.network.text;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convspark.config.InputException;
import org.convspark.config.Spelling;
import org.convspark.config.UsageException;

/** Puts values in the place of {@code ${name}} and {@code ${name:default}}. */
final class TextParameters {
  private static final Pattern PLACE =
      Pattern.compile("\\$\\{([a-z][a-z0-9_-]{0,63})(?::([A-Za-z0-9_.]{1,32}))?\\}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.]{1,32}");

  private final String where;
  private final Map<String, String> given;
  private final Set<String> known = new TreeSet<>();

  TextParameters(String where, Map<String, String> given) {
    this.where = where;
    this.given = given;
    given.forEach(
        (name, value) -> {
          if (!VALUE.matcher(value).matches()) {
            throw new UsageException("net." + name, value, "up to 32 letters, digits, _ or .");
          }
        });
  }

  /**
   * Returns a line with its values.
   *
   * @param place file and number of the line, for errors
   */
  String in(String line, String place) {
    Matcher matcher = PLACE.matcher(line);
    String filled =
        matcher.replaceAll(
            found -> {
              String name = found.group(1);
              known.add(name);
              String value = given.getOrDefault(name, found.group(2));
              if (value == null) {
                throw new InputException(
                    place,
                    "the parameter " + name + " without a value",
                    "one",
                    "add --set net." + name + "=VALUE, or write ${" + name + ":VALUE}");
              }
              return Matcher.quoteReplacement(value);
            });
    if (filled.indexOf('$') >= 0) {
      throw new InputException(
          place,
          "a $ that begins no parameter",
          "${name} or ${name:default}, the name in small letters",
          "mend the line");
    }
    return filled;
  }

  /** Checks that there is a place for each value. */
  void requireAllUsed() {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw new UsageException(
            "net."
                + name
                + ": "
                + where
                + " has no such parameter; "
                + Spelling.question(name, known)
                    .orElse("it has " + (known.isEmpty() ? "none" : String.join(", ", known))));
      }
    }
  }
}
