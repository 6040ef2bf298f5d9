package org.convspark.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convspark.config.training.AugmentationConfig;
import org.convspark.config.training.AugmentationSettings;
import org.convspark.config.training.AugmentationSettings.Preset;
import org.convspark.data.ImageShape;
import org.convspark.data.augmentation.Augmentation;

/** How many images one core augments in a second: it must not hold up training. */
public final class AugmentationSpeed {
  private static final int MINIBATCH = 128;
  private static final int MINIBATCHES = 200;

  private AugmentationSpeed() {}

  public static void main(String[] args) {
    ImageShape digits = new ImageShape(28, 28, 1);
    measure(new AugmentationConfig(2, 10, 0.1, 5, 0, 4), digits);
    AugmentationSettings auto = new AugmentationSettings(Preset.AUTO, Map.of(), null);
    for (ImageShape shape : List.of(digits, new ImageShape(32, 32, 3))) {
      measure(auto.forImages(shape.height(), shape.width(), shape.channels()), shape);
    }
  }

  private static void measure(AugmentationConfig config, ImageShape shape) {
    Augmentation augmentation = new Augmentation(config, shape);
    measure(augmentation, shape);
    System.out.printf(
        Locale.ROOT, "%s, %s: %.0f images/s%n", shape, config, measure(augmentation, shape));
  }

  private static double measure(Augmentation augmentation, ImageShape shape) {
    float[] pixels = new float[MINIBATCH * shape.size()];
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int epoch = 0; epoch < MINIBATCHES; epoch++) {
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = p % 251 / 255f;
      }
      for (int i = 0; i < MINIBATCH; i++) {
        augmentation.apply(1, epoch, i, pixels, i * shape.size());
      }
    }
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
    return 1e9 * MINIBATCH * MINIBATCHES / nanos;
  }
}
