package org.convspark.ml.param;

/**
 * Setters of {@link ImageParams}, each of which returns the estimator.
 *
 * @param <T> the estimator
 */
public interface ImageSetters<T> extends ImageParams, ReturnsItself<T> {
  /** Sets {@link #preprocess}. */
  default T setPreprocess(String value) {
    return with(preprocess(), value);
  }

  /** Sets {@link #imageShape}. */
  default T setImageShape(String value) {
    return with(imageShape(), value);
  }

  /** Sets {@link #onBadImage}. */
  default T setOnBadImage(String value) {
    return with(onBadImage(), value);
  }
}
