package org.convspark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a user gave in one place, a file or the command line, by the keys of reference.conf. A key
 * there may have the namespace or not, and may be a former one; where a setting is given by its
 * present key as well, that one counts.
 */
final class GivenSettings {
  private static final Logger LOG = LoggerFactory.getLogger(GivenSettings.class);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  private Config config = ConfigFactory.empty();

  private GivenSettings() {}

  /**
   * Returns the settings of a file.
   *
   * @throws UsageException for a key that reference.conf doesn't have
   */
  static Config of(Config file) {
    GivenSettings given = new GivenSettings();
    file.root().forEach((name, value) -> given.addAll(ConfigUtil.joinPath(name), value));
    return given.config;
  }

  /**
   * Returns the settings of the command line.
   *
   * @param options values by key
   * @throws UsageException for a key that reference.conf doesn't have
   */
  static Config of(Map<String, String> options) {
    GivenSettings given = new GivenSettings();
    options.forEach((path, text) -> given.add(path, option(Reference.key(path), text)));
    return given.config;
  }

  private void addAll(String path, ConfigValue value) {
    if (value instanceof ConfigObject group && Reference.isGroup(path)) {
      group.forEach((name, inner) -> addAll(path + "." + ConfigUtil.joinPath(name), inner));
    } else {
      add(path, value);
    }
  }

  private void add(String path, ConfigValue value) {
    String key = Reference.key(path);
    String where = value.origin().description();
    Reference.checkKnown(key, where);
    if (!key.equals(Reference.withoutNamespace(path))) {
      LOG.warn("{}: {} is now called {}", where, path, key);
    }
    if (path.equals(key) || !config.hasPathOrNull(key)) {
      config = config.withValue(key, value);
    }
  }

  /**
   * An option's value is text, which reads as a number or a truth where one is wanted; run.json
   * shows it as what it is.
   */
  private static ConfigValue option(String key, String value) {
    Object typed = value;
    if (Reference.isKey(key)) {
      if (Reference.isList(key)) {
        typed = list(key, value);
      } else if (Reference.isFlag(key) && (value.equals("true") || value.equals("false"))) {
        typed = Boolean.valueOf(value);
      } else if (Reference.isNumber(key) && NUMBER.matcher(value).matches()) {
        typed = value.matches("-?\\d{1,18}") ? (Object) Long.valueOf(value) : Double.valueOf(value);
      }
    }
    return ConfigValueFactory.fromAnyRef(typed, "command line");
  }

  /** {@code [a, b]} as in a file; anything else is one element. */
  private static List<?> list(String key, String value) {
    if (!value.startsWith("[")) {
      return List.of(value);
    }
    try {
      return ConfigFactory.parseString("list = " + value).getList("list").unwrapped();
    } catch (ConfigException e) {
      throw new UsageException(Reference.option(key), value, "a list as [a, b]");
    }
  }
}
