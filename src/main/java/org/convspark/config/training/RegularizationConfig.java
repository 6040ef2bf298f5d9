package org.convspark.config.training;

import java.io.Serializable;
import org.convspark.config.Checks;
import org.convspark.config.Settings;

/**
 * What keeps a network from overfitting.
 *
 * @param l2 penalty on weights, 0 or more
 * @param dropout share of the classifier's inputs dropped while training, 0 to below 1
 * @param labelSmoothing share of each label spread over all classes, 0 to below 1
 */
public record RegularizationConfig(double l2, double dropout, double labelSmoothing)
    implements Serializable {
  public RegularizationConfig {
    Checks.atLeast("regularization.l2", 0, l2);
    Checks.share("regularization.dropout", dropout);
    Checks.share("regularization.label-smoothing", labelSmoothing);
  }

  static RegularizationConfig of(Settings settings) {
    return new RegularizationConfig(
        settings.number("regularization.l2"),
        settings.number("regularization.dropout"),
        settings.number("regularization.label-smoothing"));
  }
}
