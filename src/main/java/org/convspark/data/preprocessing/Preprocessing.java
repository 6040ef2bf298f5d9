package org.convspark.data.preprocessing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;

/**
 * How a picture, or an array of pixels, becomes the network's input. It is part of a dataset and of
 * the model that is trained on it: {@code preprocessing} in dataset.json, run.json and in the
 * model's file. The steps come in the order of the components: transposed, channels, MNIST's manner
 * or the size, inverted; then pixels / 255, and mean and deviation.
 *
 * @param transpose whether rows and columns are exchanged, as EMNIST's images need
 * @param colour the channels and their order
 * @param manner whether MNIST's manner is used
 * @param fit what becomes of images of another size
 * @param invert whether 255 - v is taken of every value v
 * @param mean of each channel's values / 255; empty for none
 * @param deviation of each channel's values / 255; empty for none
 */
public record Preprocessing(
    boolean transpose,
    Colour colour,
    Manner manner,
    Fit fit,
    boolean invert,
    List<Float> mean,
    List<Float> deviation)
    implements Serializable {

  /** SHA-256 of MNIST's two files of images, uncompressed, and of their pixels alone, as in npz. */
  private static final Set<String> MNIST =
      Set.of(
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
          "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161");

  /**
   * Checks mean and deviation.
   *
   * @throws IllegalArgumentException if they aren't one a channel, or a deviation isn't over 0
   */
  public Preprocessing {
    Standardization checked = new Standardization(mean, deviation);
    mean = checked.mean();
    deviation = checked.deviation();
    if (!checked.isFor(colour.channels())) {
      throw new IllegalArgumentException(
          mean.size() + " means for " + colour.channels() + " channels");
    }
  }

  /** Returns what takes images as they are, if they have the network's very size. */
  public static Preprocessing plain(Colour colour) {
    return new Preprocessing(false, colour, Manner.PLAIN, Fit.EXACT, false, List.of(), List.of());
  }

  /** Returns the same with another manner. */
  public Preprocessing with(Manner other) {
    return new Preprocessing(transpose, colour, other, fit, invert, mean, deviation);
  }

  /** Returns the same with another last step. */
  public Preprocessing with(Standardization last) {
    return new Preprocessing(transpose, colour, manner, fit, invert, last.mean(), last.deviation());
  }

  /**
   * Returns what holds where nothing is recorded: MNIST's manner for pictures where the data is
   * MNIST's own, and else nothing but pixels / 255.
   *
   * @param sha256 digests of the source's files
   */
  public static Preprocessing unrecorded(int channels, Collection<String> sha256) {
    Preprocessing plain = plain(Colour.of(channels));
    return channels == 1 && sha256.stream().anyMatch(MNIST::contains)
        ? plain.with(Manner.MNIST_PICTURES)
        : plain;
  }

  /**
   * Returns whether arrays of pixels stay as they are, so that nothing tells that it was done to
   * them.
   */
  @JsonIgnore
  public boolean leavesArrays() {
    return !transpose && !invert && manner != Manner.MNIST && colour != Colour.BGR;
  }

  /** Returns whether arrays of pixels become the same by these steps as by others. */
  public boolean makesSameArrays(Preprocessing other) {
    return transpose == other.transpose
        && invert == other.invert
        && colour == other.colour
        && (manner == Manner.MNIST) == (other.manner == Manner.MNIST);
  }

  /** Returns the steps for people: {@code grey, inverted, resized to 28x28}. */
  public String describe(ImageShape shape) {
    List<String> steps = new ArrayList<>();
    if (transpose) {
      steps.add("transposed");
    }
    steps.add(colour.toString());
    String size = shape.height() + "x" + shape.width();
    if (manner == Manner.PLAIN) {
      steps.add(
          switch (fit) {
            case EXACT -> size + " as they are";
            case RESIZE -> "resized to " + size;
            case CROP -> "cropped to " + size;
            case PAD -> "padded to " + size;
          });
    } else {
      steps.add("pictures in MNIST's manner, " + size);
    }
    if (invert) {
      steps.add("inverted");
    }
    if (!mean.isEmpty()) {
      steps.add("less mean " + mean + " over deviation " + deviation);
    }
    return String.join(", ", steps);
  }

  /** Returns the last step, which is done in floats. */
  @JsonIgnore
  public Standardization standardization() {
    return new Standardization(mean, deviation);
  }

  /**
   * Turns an array of pixels into the network's input.
   *
   * @param where what errors call the image
   * @param pixels unsigned bytes, row-major, channel by channel
   * @return as {@link #ofPicture} does; the array itself where nothing changes
   * @throws InputException if it hasn't the size that the network takes, and isn't to be resized
   */
  public byte[] ofArray(String where, byte[] pixels, ImageShape from, ImageShape to) {
    if (leavesArrays() && from.equals(to)) {
      return pixels;
    }
    if (!from.greyOrColour()) {
      throw new InputException(
          where,
          "an image of " + from.channels() + " channels",
          "1 or 3",
          "give grey images or images in colour");
    }
    return apply(where, Picture.of(pixels, from), to, manner == Manner.MNIST).image;
  }

  /**
   * Turns a picture into the network's input.
   *
   * @param where what errors call the picture
   * @param to the shape that the network takes
   * @throws InputException if it hasn't that size, and isn't to be resized
   */
  public PreprocessedPicture ofPicture(String where, Picture picture, ImageShape to) {
    Applied applied = apply(where, picture, to, manner != Manner.PLAIN);
    return new PreprocessedPicture(applied.image, applied.blank, List.copyOf(applied.remarks));
  }

  private static final class Applied {
    private final List<String> remarks = new ArrayList<>();
    private byte[] image;
    private boolean blank;
  }

  private Applied apply(String where, Picture picture, ImageShape to, boolean asMnist) {
    if ((asMnist ? 1 : colour.channels()) != to.channels()) {
      throw new InputException(
          where,
          "a picture",
          "images of " + to.channels() + " channels as the network takes",
          "choose another model or other data");
    }
    Applied applied = new Applied();
    Picture turned = transpose ? picture.transposed() : picture;
    if (asMnist) {
      NormalizedDigit digit = new MnistNormalizer(to.height(), to.width()).apply(turned.grey());
      applied.image = digit.image();
      applied.blank = digit.blank();
      applied.remarks.add(digit.remark());
      return applied;
    }
    Picture channelled = colour == Colour.GREY ? turned.toGrey() : turned.toColour();
    Picture sized = sized(where, channelled, to);
    Picture finished = invert ? sized.inverted() : sized;
    applied.image = (colour == Colour.BGR ? finished.reversedChannels() : finished).bytes();
    return applied;
  }

  private Picture sized(String where, Picture picture, ImageShape to) {
    if (picture.height() == to.height() && picture.width() == to.width()) {
      return picture;
    }
    return switch (fit) {
      case EXACT ->
          throw new InputException(
              where,
              "an image of " + picture.height() + "x" + picture.width(),
              to.height() + "x" + to.width() + " as the network takes",
              "say how to change it: --preprocess resize="
                  + to.height()
                  + "x"
                  + to.width()
                  + ", crop=, pad= or mnist");
      case RESIZE -> picture.stretched(to.height(), to.width());
      case CROP -> picture.cropped(to.height(), to.width());
      case PAD -> picture.padded(to.height(), to.width());
    };
  }
}
