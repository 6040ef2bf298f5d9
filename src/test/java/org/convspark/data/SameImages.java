package org.convspark.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.data.synthetic.SyntheticDigits;

/** Writes the same images in several formats. */
public final class SameImages {
  public static final ImageShape DIGIT = new ImageShape(28, 28, 1);

  private SameImages() {}

  /** Returns drawn digits. */
  public static List<Example> digits(Split split, int count) {
    List<Example> digits = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      digits.add(
          new Example(id, SyntheticDigits.label(1, split, id), SyntheticDigits.draw(1, split, id)));
    }
    return digits;
  }

  /** Returns images of two classes, light ones and dark ones, with noise. */
  public static List<Example> noise(int seed, int count, ImageShape shape) {
    Random random = new Random(seed);
    List<Example> images = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      byte[] image = new byte[shape.size()];
      for (int i = 0; i < image.length; i++) {
        image[i] = (byte) (random.nextInt(128) + 127 * (id % 2));
      }
      images.add(new Example(id, id % 2, image));
    }
    return images;
  }

  /** Writes the four IDX files of grey images. */
  public static Path idx(
      Path directory, List<Example> train, List<Example> test, ImageShape shape) {
    idx(directory, "train", train, shape);
    idx(directory, "t10k", test, shape);
    return directory;
  }

  private static void idx(Path directory, String part, List<Example> examples, ImageShape shape) {
    int count = examples.size();
    ByteBuffer images = ByteBuffer.allocate(16 + count * shape.size());
    images.putInt(0x803).putInt(count).putInt(shape.height()).putInt(shape.width());
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (Example each : examples) {
      images.put(each.image());
      labels.put((byte) each.label());
    }
    write(directory.resolve(part + "-images-idx3-ubyte"), images.array());
    write(directory.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }

  /** Writes each image as a PNG, {@code train/CLASS/ID.png} or {@code test/CLASS/ID.png}. */
  public static Path png(
      Path directory, List<Example> train, List<Example> test, ImageShape shape) {
    png(directory.resolve("train"), train, shape, Integer::toString);
    png(directory.resolve("test"), test, shape, Integer::toString);
    return directory;
  }

  /** Writes each image as a PNG, {@code CLASS/ID.png}. */
  public static Path png(
      Path directory, List<Example> examples, ImageShape shape, IntFunction<String> className) {
    for (Example each : examples) {
      String name = String.format("%05d.png", each.id());
      png(directory.resolve(className.apply(each.label())).resolve(name), each.image(), shape);
    }
    return directory;
  }

  /** Writes one PNG. */
  public static Path png(Path file, byte[] planar, ImageShape shape) {
    boolean grey = shape.channels() == 1;
    BufferedImage image =
        new BufferedImage(
            shape.width(),
            shape.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    int plane = shape.height() * shape.width();
    for (int i = 0; i < planar.length; i++) {
      image
          .getRaster()
          .setSample(
              i % plane % shape.width(), i % plane / shape.width(), i / plane, planar[i] & 0xff);
    }
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Returns the images with their rows and columns exchanged, as EMNIST has them. */
  public static List<Example> transposed(List<Example> examples, ImageShape shape) {
    return examples.stream()
        .map(
            each -> {
              byte[] turned = new byte[shape.size()];
              for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                  turned[x * shape.height() + y] = each.image()[y * shape.width() + x];
                }
              }
              return each.withImage(turned);
            })
        .toList();
  }

  /** Writes a file and the directories that it is in. */
  public static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what can be compared of examples, in order of id: id, label, weight, image. */
  public static List<List<Object>> content(JavaRDD<Example> examples) {
    return content(examples.collect());
  }

  /** Returns what can be compared of examples, in order of id: id, label, weight, image. */
  public static List<List<Object>> content(List<Example> examples) {
    return examples.stream()
        .sorted(Comparator.comparing(Example::id))
        .map(
            each ->
                List.<Object>of(
                    each.id(), each.label(), each.weight(), ByteBuffer.wrap(each.image())))
        .toList();
  }
}
