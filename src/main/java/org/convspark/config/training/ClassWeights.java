package org.convspark.config.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convspark.config.Reference;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;

/**
 * How much the examples of each class count in the training loss.
 *
 * @param balanced whether the rarer a class is, the more each of its examples counts, so that all
 *     classes count the same
 * @param list a weight of at least 0 for each class; empty where none are given
 */
public record ClassWeights(boolean balanced, List<Float> list) implements Serializable {
  private static final String KEY = "training.class-weights";
  private static final Pattern NUMBER =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

  /** Every example counts the same. */
  public static final ClassWeights NONE = new ClassWeights(false, List.of());

  public ClassWeights {
    list = List.copyOf(list);
  }

  /**
   * Returns the class weights that the settings ask for.
   *
   * @throws UsageException for what is neither {@code none} nor {@code balanced} nor numbers of at
   *     least 0 with commas between, one of which at least is over 0
   */
  static ClassWeights of(Settings settings) {
    String given = settings.string(KEY).strip();
    return switch (given) {
      case "none" -> NONE;
      case "balanced" -> new ClassWeights(true, List.of());
      default -> new ClassWeights(false, parse(given));
    };
  }

  private static List<Float> parse(String given) {
    List<String> parts = Stream.of(given.split(",", -1)).map(String::strip).toList();
    boolean numbers = parts.stream().allMatch(part -> NUMBER.matcher(part).matches());
    List<Float> weights = numbers ? parts.stream().map(Float::valueOf).toList() : List.of();
    if (weights.stream().anyMatch(weight -> weight.isInfinite())
        || weights.stream().noneMatch(weight -> weight > 0)) {
      throw new UsageException(
          Reference.option(KEY),
          given,
          "none, balanced, or a number of at least 0 for each class, as 1,2,0.5, not all 0,");
    }
    return weights;
  }

  /**
   * Returns the weight of each class. Balanced, that is {@code examples / (classes with examples *
   * examples of the class)}, as scikit-learn's {@code compute_class_weight} has it; a class without
   * examples gets 1.
   *
   * @param counts training examples of each class
   * @throws UsageException if the weights that were given aren't as many as there are classes
   */
  public float[] of(List<Long> counts) {
    if (!list.isEmpty() && list.size() != counts.size()) {
      throw new UsageException(
          Reference.option(KEY),
          list.size() + (list.size() == 1 ? " weight" : " weights"),
          counts.size() + ", one for each class,");
    }
    double examples = counts.stream().mapToDouble(Long::doubleValue).sum();
    long present = counts.stream().filter(count -> count > 0).count();
    float[] weights = new float[counts.size()];
    for (int label = 0; label < weights.length; label++) {
      long count = counts.get(label);
      weights[label] =
          !list.isEmpty()
              ? list.get(label)
              : balanced && count > 0 ? (float) (examples / (present * (double) count)) : 1;
    }
    return weights;
  }

  /** Returns the weights as they would be given: {@code none}, {@code balanced} or a list. */
  @JsonValue
  @Override
  public String toString() {
    return balanced
        ? "balanced"
        : list.isEmpty()
            ? "none"
            : list.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
