package org.convspark.config.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.convspark.config.Reference;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;

/**
 * What of a trained model a training starts from, and how far each of its layers may move from
 * there.
 *
 * @param factors of the learning rate, by pattern of layers' names, in the order given; 0 freezes
 * @param replaceHead whether the network gets a new last layer for the data's classes
 */
public record TransferConfig(Map<String, Double> factors, boolean replaceHead) {
  private static final String FROM = "transfer.from";
  private static final String FREEZE = "transfer.freeze";
  private static final String FACTORS = "transfer.learning-rate-factors";
  private static final String REPLACE_HEAD = "transfer.replace-head";
  private static final Pattern FACTOR =
      Pattern.compile("([^=]+)=\\s*((?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)");

  /**
   * Returns the model to start from, if there is one.
   *
   * @throws UsageException if there is none and a setting needs it
   */
  public static Optional<String> from(Settings settings) {
    Optional<String> from = settings.optional(FROM);
    if (from.isEmpty()) {
      for (String key : List.of(FREEZE, FACTORS)) {
        settings.optional(key).ifPresent(value -> refuseAlone(key));
      }
      if (settings.flag(REPLACE_HEAD)) {
        refuseAlone(REPLACE_HEAD);
      }
    }
    return from;
  }

  private static void refuseAlone(String key) {
    throw new UsageException(
        Reference.option(key) + " is of a model that training starts from; give that by --from");
  }

  /**
   * Returns what the settings ask for.
   *
   * @throws UsageException for what isn't a list of names, or of names with numbers of at least 0,
   *     or names a layer twice
   */
  public static TransferConfig of(Settings settings) {
    Map<String, Double> factors = new LinkedHashMap<>();
    settings
        .optional(FREEZE)
        .ifPresent(
            given ->
                parts(FREEZE, given, "names of layers, as conv2d,dense*")
                    .forEach(name -> put(factors, name, 0)));
    settings
        .optional(FACTORS)
        .ifPresent(
            given -> {
              String expected = "layers with numbers of at least 0, as conv2d=0.1,dense*=0.5";
              for (String part : parts(FACTORS, given, expected)) {
                var matcher = FACTOR.matcher(part);
                if (!matcher.matches() || Double.isInfinite(Double.parseDouble(matcher.group(2)))) {
                  throw new UsageException(Reference.option(FACTORS), given, expected);
                }
                put(factors, matcher.group(1).strip(), Double.parseDouble(matcher.group(2)));
              }
            });
    return new TransferConfig(factors, settings.flag(REPLACE_HEAD));
  }

  private static List<String> parts(String key, String given, String expected) {
    List<String> parts = new ArrayList<>();
    for (String part : given.split(",", -1)) {
      if (part.isBlank()) {
        throw new UsageException(Reference.option(key), given, expected);
      }
      parts.add(part.strip());
    }
    return parts;
  }

  private static void put(Map<String, Double> factors, String name, double factor) {
    if (factors.put(name, factor) != null) {
      throw new UsageException(
          Reference.option(FREEZE)
              + " and "
              + Reference.option(FACTORS)
              + ": "
              + name
              + " is given twice");
    }
  }

  /** Returns what the trained parameters follow from, by name of the option without its dashes. */
  public Map<String, String> identity() {
    return Map.of(
        "learning-rate-factors",
        new TreeMap<>(factors).toString(),
        "replace-head",
        Boolean.toString(replaceHead));
  }
}
