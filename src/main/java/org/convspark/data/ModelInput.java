package org.convspark.data;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.PreprocessingOption;

/**
 * What a trained model takes.
 *
 * @param shape of the images
 * @param classNames what its classes are called, in order; none where they don't matter
 * @param preprocessing how images were made its input while it was trained
 */
public record ModelInput(ImageShape shape, List<String> classNames, Preprocessing preprocessing)
    implements Serializable {

  /**
   * Returns what a model takes that doesn't say it itself.
   *
   * @param steps of {@code --preprocess}
   * @throws org.convspark.config.UsageException for steps that aren't known, or aren't for images
   *     of that shape
   */
  public ModelInput asked(Optional<String> steps) {
    PreprocessingOption option = PreprocessingOption.parse(steps);
    option.requireFor(shape);
    return new ModelInput(shape, classNames, option.over(preprocessing));
  }

  /** Returns the same with the classes left to the data, as for a model that is to learn others. */
  public ModelInput withoutClasses() {
    return new ModelInput(shape, List.of(), preprocessing);
  }

  /** Returns whether its classes are those that data must have. */
  public boolean knowsClasses() {
    return !classNames.isEmpty();
  }

  /** Returns whether its classes are called by more than their numbers. */
  public boolean hasNamedClasses() {
    return !IntStream.range(0, classNames.size())
        .allMatch(label -> classNames.get(label).equals(Integer.toString(label)));
  }
}
