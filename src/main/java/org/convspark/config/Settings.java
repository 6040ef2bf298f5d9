package org.convspark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The effective configuration: reference.conf, a file over it, options over both. Immutable.
 * Reading a value of the wrong type is a {@link UsageException} that names the setting and where it
 * stands.
 */
public final class Settings {
  private static final int LONGEST_SHOWN = 80;

  private final Config config;

  private Settings(Config config) {
    this.config = config;
  }

  /** Returns the settings with nothing but the defaults. */
  public static Settings defaults() {
    return new Settings(Reference.CONFIG);
  }

  /**
   * Returns the effective settings.
   *
   * @param file the user's configuration, already parsed; empty where there is none
   * @param options values by key, as given on the command line
   * @throws UsageException for a key that reference.conf doesn't have
   */
  public static Settings of(Config file, Map<String, String> options) {
    return new Settings(
        GivenSettings.of(options)
            .withFallback(GivenSettings.of(file))
            .withFallback(Reference.CONFIG));
  }

  /** Returns these settings with one of them set as if it had been given as an option. */
  public Settings with(String key, String value) {
    return new Settings(GivenSettings.of(Map.of(key, value)).withFallback(config));
  }

  /** Returns whether a file or the command line gives a setting, be it with the default's value. */
  public boolean isGiven(String key) {
    return !Reference.value(config, key)
        .origin()
        .equals(Reference.value(Reference.CONFIG, key).origin());
  }

  public String string(String key) {
    return read(key, config::getString, "text");
  }

  /** Returns the value of a setting that has no default, or nothing where it wasn't given. */
  public Optional<String> optional(String key) {
    return config.getIsNull(key) ? Optional.empty() : Optional.of(string(key));
  }

  /** Returns the elements of a list; none where it wasn't given. */
  public List<String> strings(String key) {
    return read(key, config::getStringList, "a list");
  }

  /**
   * Returns the value of a setting that a command can't do without.
   *
   * @throws UsageException if it wasn't given
   */
  public String required(String key) {
    return optional(key)
        .orElseThrow(
            () ->
                new UsageException(
                    Reference.option(key) + " is missing: " + Reference.comment(key)));
  }

  public int integer(String key) {
    return read(key, k -> whole(k, config.getInt(k)), "a whole number");
  }

  /** Returns a whole number that may be left out, or nothing where it wasn't given. */
  public OptionalLong optionalLong(String key) {
    return config.getIsNull(key) ? OptionalLong.empty() : OptionalLong.of(longInteger(key));
  }

  public long longInteger(String key) {
    return read(key, k -> whole(k, config.getLong(k)), "a whole number");
  }

  /** HOCON reads 1.5 as 1 where a whole number is wanted. */
  private <N extends Number> N whole(String key, N read) {
    if (config.getDouble(key) != read.doubleValue()) {
      throw new ConfigException.BadValue(key, "not whole");
    }
    return read;
  }

  public double number(String key) {
    return read(key, config::getDouble, "a number");
  }

  public boolean flag(String key) {
    return read(key, config::getBoolean, "true or false");
  }

  /**
   * Returns the parameters of a network, by name without {@code net.}, as they would be written.
   *
   * @throws UsageException for one that is neither a number nor a word
   */
  public Map<String, String> networkParameters() {
    Map<String, String> parameters = new TreeMap<>();
    config
        .getObject("net")
        .forEach(
            (name, value) -> {
              if (!(value.unwrapped() instanceof Number || value.unwrapped() instanceof String)) {
                throw new UsageException(
                    Reference.PARAMETERS + name, shown(value), "a number or a word");
              }
              parameters.put(name, value.unwrapped().toString());
            });
    return parameters;
  }

  /** Returns the whole effective configuration, for run.json. */
  public Config config() {
    return config;
  }

  /** Returns those that aren't as in reference.conf, by key in its order. */
  public Map<String, Object> changed() {
    Map<String, Object> changed = new LinkedHashMap<>();
    for (String key : Reference.KEYS) {
      ConfigValue value = Reference.value(config, key);
      if (!value.equals(Reference.value(Reference.CONFIG, key))) {
        changed.put(key, value.unwrapped());
      }
    }
    config
        .getObject("net")
        .forEach((name, value) -> changed.put(Reference.PARAMETERS + name, value.unwrapped()));
    return changed;
  }

  /** Returns what {@link #changed} does as it would stand in a file, a line for each group. */
  public List<String> render() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String key : changed().keySet()) {
      int dot = key.lastIndexOf('.');
      String value = Reference.value(config, key).render(ConfigRenderOptions.concise());
      groups
          .computeIfAbsent(dot < 0 ? "" : key.substring(0, dot), group -> new ArrayList<>())
          .add(key.substring(dot + 1) + " = " + value);
    }
    return groups.entrySet().stream()
        .map(
            group -> {
              String values = String.join(", ", group.getValue());
              return group.getKey().isEmpty() ? values : group.getKey() + " { " + values + " }";
            })
        .toList();
  }

  private <T> T read(String key, Function<String, T> reader, String expected) {
    try {
      return reader.apply(key);
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      ConfigValue value = config.getValue(key);
      throw new UsageException(
          Reference.option(key) + " (" + value.origin().description() + ")",
          shown(value),
          expected);
    }
  }

  /** Of a wrong type it may be a whole group, of any length. */
  private static String shown(ConfigValue value) {
    String text = value.render(ConfigRenderOptions.concise());
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
  }

  /** Returns all keys, in the order of reference.conf. */
  public static List<String> keys() {
    return Reference.KEYS;
  }
}
