package org.convspark.data;

import java.util.Optional;
import org.convspark.config.DataConfig;
import org.convspark.config.UsageException;
import org.convspark.data.preprocessing.Fit;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.PreprocessingOption;

/** What is done to arrays of pixels for a model. */
public final class ModelFit {
  private ModelFit() {}

  /**
   * Returns the steps that make arrays the model's input: those that its own data went through, or
   * those asked for.
   *
   * @param from shape of the arrays
   * @return nothing where arrays stay as they are, be it that they don't fit: who checks the model
   *     says so
   * @throws UsageException if steps are asked for that the model doesn't take, or that are only for
   *     grey and colour images
   */
  public static Optional<Preprocessing> of(DataConfig config, ImageShape from, ModelInput model) {
    PreprocessingOption option = PreprocessingOption.parse(config.preprocess());
    option.requireFor(from);
    Preprocessing steps = option.forModel(model.preprocessing(), model.shape());
    ImageShape to = model.shape();
    boolean changes =
        !steps.leavesArrays()
            || !from.equals(to) && (steps.fit() != Fit.EXACT || from.channels() != to.channels());
    return changes && from.greyOrColour() && to.greyOrColour()
        ? Optional.of(steps)
        : Optional.empty();
  }
}
