package org.convspark.data.augmentation;

import org.convspark.config.training.AugmentationConfig;
import org.convspark.data.ImageShape;
import org.convspark.data.SeededOrder;
import org.convspark.data.SplitMix64;

/**
 * Shows the network every training image a little differently in every epoch: shifted, rotated,
 * scaled, sheared, elastically distorted and mirrored, all in one resampling, and in another light.
 * What an image becomes depends on the seed, the epoch and its id alone, whichever executor makes
 * it, and is the same on every JVM.
 *
 * <p>Not thread-safe: each instance has its own buffers, so a thread needs one to itself.
 */
public final class Augmentation {
  /** Sets these random numbers apart from all else that the seed decides. */
  private static final long USE = 0x6175676d656e74L;

  /** Sets those of mirroring and light apart from the others, whose number varies. */
  private static final long LOOKS = 0x6c6f6f6b73L;

  private final AugmentationConfig config;
  private final ImageShape shape;
  private final ElasticField field;
  private final BilinearResampler original;
  private final ColourJitter jitter;
  private final float[] x;
  private final float[] y;

  public Augmentation(AugmentationConfig config, ImageShape shape) {
    this.config = config;
    this.shape = shape;
    this.field =
        config.elasticAlpha() == 0
            ? null
            : new ElasticField(
                shape.height(), shape.width(), config.elasticAlpha(), config.elasticSigma());
    this.original = new BilinearResampler(shape, config.fill());
    this.jitter = ColourJitter.isAsked(config) ? new ColourJitter(config, shape) : null;
    this.x = new float[shape.width()];
    this.y = new float[shape.width()];
  }

  /**
   * Replaces an image by a distorted one, in place.
   *
   * @param epoch number of the epoch, from 0 or 1, as long as each has its own
   * @param id of the example in its dataset
   * @param pixels holds {@code channels * height * width} values in [0, 1] from {@code offset},
   *     channel by channel and row-major; 0 is black
   */
  public void apply(long seed, int epoch, long id, float[] pixels, int offset) {
    long stream = SeededOrder.derive(SeededOrder.derive(SeededOrder.derive(seed, USE), epoch), id);
    SplitMix64 random = new SplitMix64(stream);
    AffineMap map = AffineMap.draw(config, shape, random);
    if (field != null) {
      field.draw(random);
    }
    SplitMix64 looks = new SplitMix64(SeededOrder.derive(stream, LOOKS));
    boolean mirrored = looks.uniform(0, 1) < config.flip();
    apply(mirrored ? map.mirrored(shape) : map, pixels, offset);
    if (jitter != null) {
      jitter.apply(looks, pixels, offset);
    }
  }

  /** Distorts an image by a given map and by the elastic field that was drawn last. */
  void apply(AffineMap map, float[] pixels, int offset) {
    original.load(pixels, offset);
    for (int row = 0; row < shape.height(); row++) {
      float startX = map.xy() * row + map.x0();
      float startY = map.yy() * row + map.y0();
      for (int i = 0; i < x.length; i++) {
        x[i] = map.xx() * i + startX;
        y[i] = map.yx() * i + startY;
      }
      if (field != null) {
        field.addTo(row, x, y);
      }
      for (int c = 0; c < shape.channels(); c++) {
        original.row(c, x, y, pixels, offset + (c * shape.height() + row) * x.length);
      }
    }
  }
}
