package org.convspark.data.tables.columns;

import java.io.Serializable;
import java.util.Locale;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.PixelLayout;

/**
 * The shape of pixels that stand in a row without one: what was asked for, else the model's if they
 * are as many, else a square in grey. The order of channels can't be told, so that colour has to be
 * asked for.
 */
public final class FlatShape implements Serializable {
  private static final long serialVersionUID = 1L;

  private final PixelLayout asked;
  private final ImageShape model;
  private final boolean planes;

  /**
   * Makes it for a column.
   *
   * @param asked by {@code --image-shape}; null if it wasn't
   * @param model shape of the images that a model was trained on; null where there is none
   * @param planes whether as many values as a model in colour takes are its planes, as in prepared
   *     datasets
   */
  public FlatShape(PixelLayout asked, ImageShape model, boolean planes) {
    this.asked = asked;
    this.model = model;
    this.planes = planes;
  }

  /** Returns the same for numbers, which no prepared dataset has. */
  FlatShape ofNumbers() {
    return new FlatShape(asked, model, false);
  }

  /** Returns the layout of so many values; null where it can't be told. */
  PixelLayout of(int values) {
    if (asked != null) {
      return asked.shape().size() == values ? asked : null;
    }
    if (model != null && model.size() == values && (planes || model.channels() == 1)) {
      return new PixelLayout(model, false);
    }
    int side = squareRoot(values);
    return side > 0 ? new PixelLayout(new ImageShape(side, side, 1), true) : null;
  }

  /**
   * Checks that the layout of so many values can be told, where neither an option nor a model says
   * what they should be.
   *
   * @param where the table, for errors
   * @throws InputException if it can't
   */
  public void require(String where, int values) {
    if (asked == null && model == null && of(values) == null) {
      throw problem(where, values);
    }
  }

  /** Returns what is wrong with an image of so many values. */
  InputException problem(String where, int values) {
    String found = values == 1 ? "1 value for an image" : values + " values for an image";
    if (asked != null) {
      return new InputException(
          where,
          found,
          asked.shape().size() + " for " + asked.shape(),
          "correct it, or give another --image-shape");
    }
    int side = values % 3 == 0 ? squareRoot(values / 3) : 0;
    return side > 0
        ? new InputException(
            where,
            found,
            "to be told in which order the channels of colours are",
            String.format(
                Locale.ROOT,
                "give --image-shape %1$dx%1$dx3 if a pixel's three values stand together, or"
                    + " 3x%1$dx%1$d if each channel is a plane",
                side))
        : new InputException(
            where,
            found,
            "as many as a square has, or to be told height and width",
            "give --image-shape, or the columns by --image-column and --label-column");
  }

  /** The side of a square; 0 if it is none. */
  private static int squareRoot(int values) {
    int root = (int) Math.round(Math.sqrt(values));
    return root * root == values && values <= ImageShape.MAX_SIZE ? root : 0;
  }
}
