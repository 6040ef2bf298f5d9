package org.convspark.data.conversion;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convspark.config.DataConfig;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.pictures.DecodedPicture;
import org.convspark.data.pictures.PictureDecoder;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Picture;
import org.convspark.data.preprocessing.PreprocessedPicture;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.PreprocessingOption;

/** Brings a raw image, picture or array, to a network's input, on an executor. */
public final class PreprocessImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Preprocessing preprocessing;
  private final ImageShape shape;

  /**
   * Makes the function for a network's input.
   *
   * @param shape of the result
   */
  public PreprocessImage(Preprocessing preprocessing, ImageShape shape) {
    this.preprocessing = preprocessing;
    this.shape = shape;
  }

  /** Makes the function for a model's input, as its own data was made or as is asked for. */
  public static PreprocessImage of(DataConfig config, ModelInput model) {
    return new PreprocessImage(
        PreprocessingOption.parse(config.preprocess())
            .forModel(model.preprocessing(), model.shape()),
        model.shape());
  }

  /**
   * Decodes and preprocesses an image.
   *
   * @throws org.convspark.config.InputException if it can't be used; the message says why
   */
  public PreprocessedPicture call(RawImage image) {
    Optional<ImageShape> pixels = image.shape();
    if (preprocessing.manner() == Manner.MNIST
        && pixels.filter(ImageShape::greyOrColour).isPresent()) {
      return preprocessing.ofPicture(image.name(), Picture.of(image.bytes(), pixels.get()), shape);
    }
    if (pixels.isPresent()) {
      return new PreprocessedPicture(
          preprocessing.ofArray(image.name(), image.bytes(), pixels.get(), shape),
          false,
          List.of());
    }
    DecodedPicture decoded =
        PictureDecoder.decode(image.bytes(), image.name(), Math.max(shape.height(), shape.width()));
    PreprocessedPicture done = preprocessing.ofPicture(image.name(), decoded.picture(), shape);
    List<String> remarks = new ArrayList<>(decoded.remarks());
    remarks.addAll(done.remarks());
    return new PreprocessedPicture(done.image(), done.blank(), remarks);
  }
}
