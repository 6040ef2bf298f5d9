package org.convspark.ml.param;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;

/** How far training images are distorted, where that is on: params of estimator and model. */
public interface AugmentationParams extends HasSettings {
  /**
   * What suits the images: digits (of 28x28 pixels), photos, or auto, which is digits for images of
   * one channel and photos for all others.
   */
  default Param<String> preset() {
    return settings().text("preset");
  }

  default String getPreset() {
    return getOrDefault(preset());
  }

  /** Pixels along each axis (2; an eighth of the shorter side). */
  default DoubleParam shift() {
    return settings().number("shift");
  }

  default double getShift() {
    return (double) getOrDefault(shift());
  }

  /** Degrees around the middle (10; 10); at 30 and more a 7 may read as a 1. */
  default DoubleParam rotation() {
    return settings().number("rotation");
  }

  default double getRotation() {
    return (double) getOrDefault(rotation());
  }

  /** Fraction by which width and height, each for itself, grow or shrink (0.1; 0.1). */
  default DoubleParam scale() {
    return settings().number("scale");
  }

  default double getScale() {
    return (double) getOrDefault(scale());
  }

  /** Degrees by which upright lines slant (5; 0). */
  default DoubleParam shear() {
    return settings().number("shear");
  }

  default double getShear() {
    return (double) getOrDefault(shear());
  }

  /**
   * Elastic distortion (Simard, Steinkraus and Platt 2003): its strength, their alpha in pixels
   * (20; 0). Theirs, 34, together with the rest smears strokes here and there.
   */
  default DoubleParam elasticAlpha() {
    return settings().number("elasticAlpha");
  }

  default double getElasticAlpha() {
    return (double) getOrDefault(elasticAlpha());
  }

  /** Its smoothness: the deviation of their Gaussian in pixels, 1 or more (4; 4). */
  default DoubleParam elasticSigma() {
    return settings().number("elasticSigma");
  }

  default double getElasticSigma() {
    return (double) getOrDefault(elasticSigma());
  }

  /** Probability that left and right are exchanged, 0 to 1 (0; 0.5). */
  default DoubleParam flip() {
    return settings().number("flip");
  }

  default double getFlip() {
    return (double) getOrDefault(flip());
  }

  /** Fraction by which all values grow or shrink, 0 to 1 (0; 0.2). */
  default DoubleParam brightness() {
    return settings().number("brightness");
  }

  default double getBrightness() {
    return (double) getOrDefault(brightness());
  }

  /** Fraction by which differences from the image's mean grey grow or shrink, 0 to 1 (0; 0.2). */
  default DoubleParam contrast() {
    return settings().number("contrast");
  }

  default double getContrast() {
    return (double) getOrDefault(contrast());
  }

  /**
   * Fraction by which differences of red, green and blue from a pixel's own grey grow or shrink, 0
   * to 1 (0; 0.2), only for images of three channels.
   */
  default DoubleParam saturation() {
    return settings().number("saturation");
  }

  default double getSaturation() {
    return (double) getOrDefault(saturation());
  }

  /**
   * What is shown beyond an image's edge: black, or nearest, which goes on with the edge's pixels
   * (black; nearest).
   */
  default Param<String> fill() {
    return settings().text("fill");
  }

  default String getFill() {
    return getOrDefault(fill());
  }
}
