package org.convspark.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Keeps secrets out of what is written down. */
public final class Redaction {
  /** What stands for a secret, as in Spark's own listings. */
  public static final String MASK = "*********(redacted)";

  /**
   * In the name of a setting whose value is a secret: Spark's default {@code
   * spark.redaction.regex}, and what else such settings are called in Hadoop, S3 and Azure; a file
   * of settings that goes to a driver in the cluster may hold any of them.
   */
  public static final String KEY =
      "(?i)secret|password|passphrase|passwd|pwd|token|credential|signature|[._-]sas([._-]|$)"
          + "|convspark[.]submit[.]file|(access|account|api|encryption|private|shared)[._-]?key";

  /**
   * A secret within a text: what stands between {@code ://} and the at sign of a URI, with slashes
   * too, which keys of S3 have, and the values of parameters such as {@code ?token=}. The log's
   * layout in conf/log4j2.properties has the same.
   */
  public static final String TEXT =
      "(?<=://)[^/\\s]+(?=@)|(?<=://)[^/:@\\s]{1,128}:(?!\\d+/)[^@\\s]+(?=@)"
          + "|(?<=[?&;][\\w.-]{0,64}(?i:secret|password|passwd|pwd|token|credential|signature|sig|key)=)"
          + "[^&;\\s]+";

  private static final Pattern SECRET_KEY = Pattern.compile(KEY);
  private static final Pattern SECRET_TEXT = Pattern.compile(TEXT);

  private Redaction() {}

  /** Returns a copy with the values of secret keys, at any depth, and secrets in texts masked. */
  public static Map<String, Object> redact(Map<String, ?> settings) {
    return redact("", settings);
  }

  /** Keys are judged by their whole path: HOCON makes three keys of {@code s3a.access.key}. */
  private static Map<String, Object> redact(String parent, Map<?, ?> settings) {
    Map<String, Object> redacted = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> {
          String path = parent + "." + key;
          redacted.put(
              text(String.valueOf(key)),
              SECRET_KEY.matcher(path).find() ? MASK : value(path, value));
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

  /** Returns a text with the secrets in it masked; null is left as it is. */
  public static String text(String text) {
    // Most texts have none, and every image has a name.
    return text == null || text.indexOf('@') < 0 && text.indexOf('=') < 0
        ? text
        : SECRET_TEXT.matcher(text).replaceAll(MASK);
  }
}
