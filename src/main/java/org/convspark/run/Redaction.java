package org.convspark.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Keeps secrets out of what is written down. */
final class Redaction {
  /** What stands for a secret, as in Spark's own listings. */
  static final String MASK = "*********(redacted)";

  /** Spark's default {@code spark.redaction.regex}, and what else such keys are called. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)secret|password|passphrase|passwd|token|credential|(access|api|private)[._-]?key");

  /** {@code scheme://user:password@host}: the part between the slashes and the at sign. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

  private Redaction() {}

  /**
   * Returns a copy with the values of secret keys, at any depth, and the user parts of URIs masked.
   */
  static Map<String, Object> redact(Map<String, ?> settings) {
    return redact("", settings);
  }

  /** Keys are judged by their whole path: HOCON makes three keys of {@code s3a.access.key}. */
  private static Map<String, Object> redact(String parent, Map<?, ?> settings) {
    Map<String, Object> redacted = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> {
          String path = parent + "." + key;
          redacted.put(
              String.valueOf(key), SECRET.matcher(path).find() ? MASK : value(path, value));
        });
    return redacted;
  }

  private static Object value(String path, Object value) {
    if (value instanceof Map<?, ?> nested) {
      return redact(path, nested);
    }
    if (value instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      list.forEach(each -> values.add(value(path, each)));
      return values;
    }
    return value instanceof String text ? text(text) : value;
  }

  static String text(String text) {
    return USER_INFO.matcher(text).replaceAll(MASK);
  }
}
