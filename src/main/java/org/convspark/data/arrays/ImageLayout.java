package org.convspark.data.arrays;

import java.util.List;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.PixelLayout;
import org.convspark.data.arrays.file.ArrayFile;

/**
 * Tells by an array's dimensions how its images lie in it.
 *
 * @param pixels shape and order of the channels
 * @param remark a line for people where something was assumed
 */
record ImageLayout(PixelLayout pixels, Optional<String> remark) {
  private static final String SAY = "say which with --image-shape";

  /**
   * Tells how images lie.
   *
   * @param array {@code [n, height, width]}, {@code [n, height, width, channels]}, {@code [n,
   *     channels, height, width]} or {@code [n, values]}
   * @param asked what {@code --image-shape} says; used where the dimensions leave it open
   * @param model the shape that a model takes, where there is one; used as well
   * @throws InputException if it can't be told, or an image is too large
   */
  static ImageLayout of(ArrayFile array, Optional<PixelLayout> asked, Optional<ImageShape> model) {
    List<Long> dims = array.header().dims();
    return switch (dims.size()) {
      case 2 -> flat(array, dims.get(1), asked, model);
      case 3 -> plain(layout(array, dims.get(1), dims.get(2), 1, true));
      case 4 -> withChannels(array, asked, model);
      default -> throw unfit(array, "images by row, column and, in colour, channel");
    };
  }

  private static ImageLayout plain(PixelLayout layout) {
    return new ImageLayout(layout, Optional.empty());
  }

  private static PixelLayout layout(
      ArrayFile array, long height, long width, long channels, boolean last) {
    if (!ImageShape.valid(height, width, channels)) {
      throw unfit(array, ImageShape.ALLOWED);
    }
    return new PixelLayout(new ImageShape((int) height, (int) width, (int) channels), last);
  }

  private static InputException unfit(ArrayFile array, String expected) {
    return new InputException(
        array.content().where(),
        "an array of " + array.header().shape(),
        expected,
        "write the images as an array of one of these kinds");
  }

  private static ImageLayout flat(
      ArrayFile array, long values, Optional<PixelLayout> asked, Optional<ImageShape> model) {
    if (asked.filter(layout -> layout.shape().size() == values).isPresent()) {
      return plain(asked.get());
    }
    Optional<ImageShape> grey =
        model.filter(shape -> shape.channels() == 1 && shape.size() == values);
    if (grey.isPresent()) {
      return plain(new PixelLayout(grey.get(), true));
    }
    long side = Math.round(Math.sqrt(values));
    if (side * side == values && asked.isEmpty()) {
      return new ImageLayout(
          layout(array, side, side, 1, true),
          Optional.of(
              values + " values an image, without a shape: taken for " + side + "x" + side));
    }
    throw new InputException(
        array.content().where(),
        values + " values an image",
        asked
            .map(layout -> layout.shape().size() + " for " + layout.shape())
            .orElse("the images' shape"),
        SAY);
  }

  private static ImageLayout withChannels(
      ArrayFile array, Optional<PixelLayout> asked, Optional<ImageShape> model) {
    List<Long> dims = array.header().dims();
    boolean last = isChannels(dims.get(3));
    boolean first = isChannels(dims.get(1));
    if (!last && !first) {
      throw unfit(array, "1 or 3 channels, in the second or in the last place");
    }
    PixelLayout ifLast = last ? layout(array, dims.get(1), dims.get(2), dims.get(3), true) : null;
    PixelLayout ifFirst =
        first ? layout(array, dims.get(2), dims.get(3), dims.get(1), false) : null;
    if (last != first) {
      return plain(last ? ifLast : ifFirst);
    }
    if (asked.isPresent() && (asked.get().equals(ifLast) || asked.get().equals(ifFirst))) {
      return plain(asked.get());
    }
    boolean likeLast = model.filter(ifLast.shape()::equals).isPresent();
    boolean likeFirst = model.filter(ifFirst.shape()::equals).isPresent();
    if (likeLast != likeFirst) {
      return plain(likeLast ? ifLast : ifFirst);
    }
    throw new InputException(
        array.content().where(),
        "an array of " + array.header().shape() + ", whose channels may be first or last",
        "--image-shape "
            + dims.get(1)
            + "x"
            + dims.get(2)
            + "x"
            + dims.get(3)
            + ", which says that they are last, or another",
        SAY);
  }

  private static boolean isChannels(long number) {
    return number == 1 || number == 3;
  }
}
