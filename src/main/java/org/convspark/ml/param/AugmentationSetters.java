package org.convspark.ml.param;

/**
 * Setters of {@link AugmentationParams}, each of which returns the estimator.
 *
 * @param <T> the estimator
 */
public interface AugmentationSetters<T> extends AugmentationParams, ReturnsItself<T> {
  /** Sets {@link #preset}. */
  default T setPreset(String value) {
    return with(preset(), value);
  }

  /** Sets {@link #shift}. */
  default T setShift(double value) {
    return with(shift(), value);
  }

  /** Sets {@link #rotation}. */
  default T setRotation(double value) {
    return with(rotation(), value);
  }

  /** Sets {@link #scale}. */
  default T setScale(double value) {
    return with(scale(), value);
  }

  /** Sets {@link #shear}. */
  default T setShear(double value) {
    return with(shear(), value);
  }

  /** Sets {@link #elasticAlpha}. */
  default T setElasticAlpha(double value) {
    return with(elasticAlpha(), value);
  }

  /** Sets {@link #elasticSigma}. */
  default T setElasticSigma(double value) {
    return with(elasticSigma(), value);
  }

  /** Sets {@link #flip}. */
  default T setFlip(double value) {
    return with(flip(), value);
  }

  /** Sets {@link #brightness}. */
  default T setBrightness(double value) {
    return with(brightness(), value);
  }

  /** Sets {@link #contrast}. */
  default T setContrast(double value) {
    return with(contrast(), value);
  }

  /** Sets {@link #saturation}. */
  default T setSaturation(double value) {
    return with(saturation(), value);
  }

  /** Sets {@link #fill}. */
  default T setFill(String value) {
    return with(fill(), value);
  }
}
