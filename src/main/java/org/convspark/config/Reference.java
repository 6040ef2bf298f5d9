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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The contents of reference.conf: which settings there are, what each means, and its default. Keys
 * are without the namespace, such as {@code training.seed}.
 */
public final class Reference {
  static final Config CONFIG = read(Reference.class.getClassLoader());
  static final List<String> KEYS = keys("", CONFIG.root());

  /** What keys of a network's parameters begin with, whose names are the network's. */
  static final String PARAMETERS = "net.";

  private static final String NAMESPACE = "convspark";
  private static final Map<String, String> FORMER =
      KEYS.stream()
          .filter(key -> tag(key, "formerly").isPresent())
          .collect(Collectors.toUnmodifiableMap(key -> tag(key, "formerly").get(), key -> key));

  private Reference() {}

  /** Reads our namespace; other jars have a reference.conf too, and all are read as one. */
  static Config read(ClassLoader loader) {
    return ConfigFactory.parseResources(loader, "reference.conf").getConfig(NAMESPACE);
  }

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

  /** Returns whether a path, with or without the namespace, has settings below it. */
  static boolean isGroup(String path) {
    String group = withoutNamespace(path) + ".";
    return path.equals(NAMESPACE)
        || group.equals(PARAMETERS)
        || KEYS.stream().anyMatch(k -> k.startsWith(group));
  }

  static String withoutNamespace(String path) {
    return path.startsWith(NAMESPACE + ".") ? path.substring(NAMESPACE.length() + 1) : path;
  }

  /**
   * Returns the present key of a path that may have the namespace or be a former key; others stay
   * as they are.
   */
  static String key(String path) {
    String bare = withoutNamespace(path);
    return FORMER.getOrDefault(bare, bare);
  }

  /**
   * Checks that there is a setting of that key.
   *
   * @param path a key without the namespace
   * @param where the file and line, or "command line"
   * @throws UsageException if there is no such setting; it names those that it may be meant for, or
   *     those of its group
   */
  static void checkKnown(String path, String where) {
    if (!isKey(path) && !path.startsWith(PARAMETERS)) {
      throw new UsageException(where + ": unknown setting " + path + "; " + hint(path));
    }
  }

  private static String hint(String path) {
    int dot = path.lastIndexOf('.');
    String group = dot < 0 ? "" : path.substring(0, dot + 1);
    List<String> elsewhere = KEYS.stream().filter(key -> key.endsWith("." + path)).toList();
    List<String> siblings =
        KEYS.stream()
            .filter(key -> key.startsWith(group) && key.lastIndexOf('.') == dot)
            .map(key -> key.substring(dot + 1))
            .toList();
    if (!elsewhere.isEmpty()) {
      return Spelling.question(elsewhere);
    }
    String others =
        group.isEmpty() || siblings.isEmpty()
            ? ""
            : path.substring(0, dot) + " has " + String.join(", ", siblings) + "; ";
    return Spelling.question(path, KEYS)
        .orElse(others + "src/main/resources/reference.conf has all settings");
  }

  /**
   * Returns the command-line option of a setting, such as {@code --batch-size} of {@code
   * training.batch-size}.
   */
  public static String option(String key) {
    return tag(key, "option").orElse("--" + key.substring(key.lastIndexOf('.') + 1));
  }

  /** Returns what a setting means: its comment in reference.conf, without the lines of tags. */
  public static String comment(String key) {
    return comments(key).filter(line -> !line.startsWith("@")).collect(Collectors.joining(" "));
  }

  /** What follows {@code @name} on a line of its comment. */
  private static Optional<String> tag(String key, String name) {
    String tag = "@" + name + " ";
    return comments(key)
        .filter(line -> line.startsWith(tag))
        .map(line -> line.substring(tag.length()))
        .findFirst();
  }

  private static Stream<String> comments(String key) {
    return value(key).origin().comments().stream().map(String::strip);
  }

  /**
   * Returns the default as it stands in reference.conf; empty where there is none, and for a list.
   */
  public static String defaultText(String key) {
    ConfigValue value = value(key);
    return value.valueType() == ConfigValueType.NULL || isList(key)
        ? ""
        : value.render(ConfigRenderOptions.concise()).replace("\"", "");
  }

  /** Returns whether the setting is true or false, so that its option takes no value. */
  public static boolean isFlag(String key) {
    return value(key).valueType() == ConfigValueType.BOOLEAN;
  }

  /**
   * Returns the value besides true and false that the option of a flag may be given; nothing where
   * it takes none.
   */
  public static Optional<String> flagValue(String key) {
    return tag(key, "or");
  }

  /** Returns whether the setting is a list, so that its option may be given several times. */
  public static boolean isList(String key) {
    return value(key).valueType() == ConfigValueType.LIST;
  }

  /** Returns whether the setting may be a number; {@code auto} leaves one open. */
  static boolean isNumber(String key) {
    return value(key).valueType() == ConfigValueType.NUMBER
        || defaultText(key).equals("auto")
        || tag(key, "type").isPresent();
  }

  private static ConfigValue value(String key) {
    return value(CONFIG, key);
  }

  /**
   * Returns the value of a key, {@code null} of HOCON included, which {@link Config#getValue}
   * refuses.
   */
  static ConfigValue value(Config config, String key) {
    ConfigValue value = config.root();
    for (String part : key.split("\\.")) {
      value = ((ConfigObject) value).get(part);
    }
    return value;
  }
}
