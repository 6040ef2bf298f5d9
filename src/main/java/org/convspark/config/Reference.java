package org.convspark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** reference.conf: which settings there are, what each means, and its default. */
public final class Reference {
  static final Config CONFIG =
      ConfigFactory.parseResources(Reference.class.getClassLoader(), "reference.conf").resolve();
  static final List<String> KEYS = keys("", CONFIG.root());

  private Reference() {}

  private static List<String> keys(String prefix, ConfigObject object) {
    List<String> keys = new ArrayList<>();
    object.entrySet().stream()
        .sorted(Comparator.comparingInt(e -> e.getValue().origin().lineNumber()))
        .forEach(
            e -> {
              if (e.getValue().valueType() == ConfigValueType.OBJECT) {
                keys.addAll(keys(prefix + e.getKey() + ".", (ConfigObject) e.getValue()));
              } else {
                keys.add(prefix + e.getKey());
              }
            });
    return List.copyOf(keys);
  }

  static boolean isKey(String path) {
    return KEYS.contains(path);
  }

  static boolean isGroup(String path) {
    return KEYS.stream().anyMatch(k -> k.startsWith(path + "."));
  }

  /**
   * @param path a key as the user wrote it
   * @param where the file and line, or "command line"
   * @throws UsageException where there is no such setting, naming the nearest
   */
  static void checkKnown(String path, String where) {
    if (!isKey(path)) {
      throw new UsageException(
          where + ": unknown setting " + path + "; did you mean " + nearest(path, KEYS) + "?");
    }
  }

  /** The candidate with the fewest edits to {@code given}. */
  public static String nearest(String given, List<String> candidates) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return candidates.stream()
        .min(Comparator.comparingInt(c -> distance.apply(given, c)))
        .orElseThrow();
  }

  /** The command-line option of a setting: {@code --batch-size} of {@code training.batch-size}. */
  public static String option(String key) {
    return "--" + key.substring(key.lastIndexOf('.') + 1);
  }

  /** What a setting means: its comment in reference.conf. */
  public static String comment(String key) {
    return value(key).origin().comments().stream()
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  /** The default as it stands in reference.conf; empty where there is none. */
  public static String defaultText(String key) {
    ConfigValue value = value(key);
    return value.valueType() == ConfigValueType.NULL || isList(key)
        ? ""
        : value.render(ConfigRenderOptions.concise()).replace("\"", "");
  }

  /** Whether the setting is true or false, so that its option takes no value. */
  public static boolean isFlag(String key) {
    return value(key).valueType() == ConfigValueType.BOOLEAN;
  }

  /** Whether the setting is a list, so that its option may be given several times. */
  public static boolean isList(String key) {
    return value(key).valueType() == ConfigValueType.LIST;
  }

  static boolean isNumber(String key) {
    return value(key).valueType() == ConfigValueType.NUMBER;
  }

  private static ConfigValue value(String key) {
    return value(CONFIG, key);
  }

  /** The value of a key, {@code null} of HOCON included, which {@link Config#getValue} refuses. */
  static ConfigValue value(Config config, String key) {
    ConfigValue value = config.root();
    for (String part : key.split("\\.")) {
      value = ((ConfigObject) value).get(part);
    }
    return value;
  }
}
