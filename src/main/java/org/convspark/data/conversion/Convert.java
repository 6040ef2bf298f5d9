package org.convspark.data.conversion;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Preprocessing;

/** Makes an example of a raw image, on an executor. */
final class Convert implements Function<RawImage, Converted> {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Integer> classes;
  private final PreprocessImage preprocess;

  Convert(Map<String, Integer> classes, Preprocessing preprocessing, ImageShape shape) {
    this.classes = new HashMap<>(classes);
    this.preprocess = new PreprocessImage(preprocessing, shape);
  }

  @Override
  public Converted call(RawImage image) {
    try {
      var done = preprocess.call(image);
      if (done.blank()) {
        return Converted.bad(
            image.name(),
            new InputException(
                image.name(), "no ink in it", "a drawn or printed sign", "remove the picture"));
      }
      return Converted.to(
          image.name(),
          new Example(image.id(), classes.get(image.label()), done.image(), image.weight()),
          done.remarks());
    } catch (InputException e) {
      return Converted.bad(image.name(), e);
    }
  }
}
