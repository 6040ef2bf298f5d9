package org.convspark.ml.param;

import org.apache.spark.ml.param.Param;

/** How images become the network's input: params of estimator and model. */
public interface ImageParams extends HasSettings {
  /**
   * How images become the network's input, steps with commas between: mnist (MNIST's manner) or
   * plain; grey, rgb or bgr; resize=HxW, crop=HxW or pad=HxW; transpose; invert; mean=M/M/M and
   * deviation=D/D/D of pixels / 255. Without it as is recorded with the data or the model.
   */
  default Param<String> preprocess() {
    return settings().text("preprocess");
  }

  default String getPreprocess() {
    return getOrDefault(preprocess());
  }

  /**
   * Shape of pixels that come without one, or of the images of a model that doesn't say:
   * HEIGHTxWIDTHxCHANNELS where a pixel's channels stand together, 3xHEIGHTxWIDTH where each
   * channel is a plane.
   */
  default Param<String> imageShape() {
    return settings().text("imageShape");
  }

  default String getImageShape() {
    return getOrDefault(imageShape());
  }

  /**
   * What to do at a picture that can't be read: fail, or skip it and list it in _bad-images.csv of
   * the output.
   */
  default Param<String> onBadImage() {
    return settings().text("onBadImage");
  }

  default String getOnBadImage() {
    return getOrDefault(onBadImage());
  }
}
