package org.convspark.data.preprocessing;

import java.util.Optional;
import org.convspark.data.preprocessing.Regions.Box;

/** The paper of a picture and the ink on it, without what is around it. */
final class Sheet {
  /** What is fainter than this part of the strongest ink is paper: noise, JPEG's artefacts. */
  private static final float FAINTEST_INK = 0.15f;

  /** Differences from the background below this, of 255, are no ink: the image is blank. */
  private static final float BLANK = 16;

  /** So many standard deviations of the background are noise of the camera. */
  private static final double NOISE = 4;

  /** Sheets on sheets. */
  private static final int MOST_BORDERS = 3;

  /** In smaller pictures a frame can't be told from a digit. */
  private static final int LEAST_SIDE = 12;

  private final boolean light;
  private final GreyImage ink;
  private final float strongest;
  private final boolean frameRemoved;

  private Sheet(boolean light, GreyImage ink, boolean frameRemoved) {
    this.light = light;
    this.ink = ink;
    this.strongest = ink.strongest();
    this.frameRemoved = frameRemoved;
  }

  /** Finds the paper and the ink of a picture of values from 0 for black to 255 for white. */
  static Sheet of(GreyImage picture) {
    GreyImage image = picture;
    Sheet sheet = withBorder(image, false);
    for (int i = 0; i < MOST_BORDERS && sheet.mayHaveFrame(); i++) {
      Optional<Box> inner = SolidBorder.sheet(sheet.regions());
      if (inner.isEmpty()) {
        return sheet.withoutLines();
      }
      Box box = inner.get();
      image = image.part(box.top(), box.left(), box.height(), box.width());
      sheet = withBorder(image, true);
    }
    return sheet.mayHaveFrame() ? sheet.withoutLines() : sheet;
  }

  private static Sheet withBorder(GreyImage image, boolean frameRemoved) {
    Background paper = Background.of(image);
    boolean light = image.borderMedian() >= 128;
    return new Sheet(light, image.ink(paper, light ? -1 : 1, NOISE * paper.noise()), frameRemoved);
  }

  private Sheet withoutLines() {
    return LineFrame.removed(ink, regions()).map(rest -> new Sheet(light, rest, true)).orElse(this);
  }

  private boolean mayHaveFrame() {
    return !isBlank() && Math.min(ink.height(), ink.width()) >= LEAST_SIDE;
  }

  private Regions regions() {
    float faintest = FAINTEST_INK * strongest;
    float[] values = ink.values();
    return new Regions(ink.height(), ink.width(), at -> values[at] > faintest);
  }

  /** Returns whether there is no ink. */
  boolean isBlank() {
    return strongest < BLANK;
  }

  /** Returns whether the paper is light and the ink dark. */
  boolean isLight() {
    return light;
  }

  boolean frameRemoved() {
    return frameRemoved;
  }

  /** Returns the smallest rectangle with all of the ink, which there must be. */
  GreyImage digit() {
    return ink.cropped(FAINTEST_INK * strongest);
  }
}
