package org.convspark.training.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.convspark.config.Spelling;
import org.convspark.config.UsageException;

/**
 * Factors of the learning rate, layer by layer.
 *
 * @param byLayer by the names of all layers that have parameters, in the network's order; 0 is of a
 *     frozen one
 */
record LayerFactors(Map<String, Double> byLayer) {

  /**
   * Finds the layers that patterns name.
   *
   * @param patterns factors by pattern, in which {@code *} stands for any characters
   * @param layers names of the layers that have parameters
   * @throws UsageException if a pattern names none, two name the same, or nothing is left to train
   */
  static LayerFactors of(Map<String, Double> patterns, List<String> layers) {
    Map<String, Double> byLayer = new LinkedHashMap<>();
    Map<String, String> namedBy = new LinkedHashMap<>();
    layers.forEach(layer -> byLayer.put(layer, 1.0));
    patterns.forEach(
        (pattern, factor) -> {
          List<String> named = layers.stream().filter(regex(pattern).asMatchPredicate()).toList();
          if (named.isEmpty()) {
            throw unknown(pattern, layers);
          }
          for (String layer : named) {
            String other = namedBy.put(layer, pattern);
            if (other != null) {
              throw new UsageException(
                  "layer " + layer + " is named by both " + other + " and " + pattern);
            }
            byLayer.put(layer, factor);
          }
        });
    if (byLayer.values().stream().allMatch(factor -> factor == 0)) {
      throw new UsageException("all layers are frozen: nothing is left to train");
    }
    return new LayerFactors(byLayer);
  }

  private static Pattern regex(String pattern) {
    return Pattern.compile(
        Pattern.compile("[^*]+|\\*")
            .matcher(pattern)
            .replaceAll(
                part ->
                    part.group().equals("*")
                        ? ".*"
                        : java.util.regex.Matcher.quoteReplacement(Pattern.quote(part.group()))));
  }

  private static UsageException unknown(String pattern, List<String> layers) {
    return new UsageException(
        "no layer "
            + pattern
            + " with parameters in the model that training starts from; "
            + Spelling.question(pattern, layers).map(question -> question + " ").orElse("")
            + "It has "
            + String.join(", ", layers));
  }

  double of(String layer) {
    return byLayer.getOrDefault(layer, 1.0);
  }

  /** Returns the names of the frozen layers. */
  List<String> frozen() {
    return byLayer.entrySet().stream()
        .filter(each -> each.getValue() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }
}
