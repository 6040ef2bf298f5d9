package org.convspark.docs;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;

/** Drawn digits in every format that the pages name, as people have them. */
final class OwnImages {
  private static final int TRAIN = 120;
  private static final int TEST = 30;
  private static final int SIDE = SyntheticDigits.SIDE;
  private static final List<String> NAMES =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private OwnImages() {}

  /** Writes {@code pictures/}, {@code idx/}, {@code cifar/} and so on into a directory. */
  static void write(Path data) throws IOException {
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      int count = split == Split.TRAIN ? TRAIN : TEST;
      for (int i = 0; i < count; i++) {
        Path folder =
            data.resolve("pictures").resolve(split.directory()).resolve(NAMES.get(label(split, i)));
        Files.createDirectories(folder);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels(split, i));
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
    idx(Files.createDirectories(data.resolve("idx")));
    npz(data.resolve("digits.npz"));
    cifar(Files.createDirectories(data.resolve("cifar")));
    Files.writeString(data.resolve("digits.csv"), csv());
    Dataset<Row> rows = rows();
    rows.write().parquet(data.resolve("parquet").toString());
    rows.write().orc(data.resolve("orc").toString());
  }

  private static int label(Split split, int index) {
    return SyntheticDigits.label(1, split, index);
  }

  private static byte[] pixels(Split split, int index) {
    return SyntheticDigits.draw(1, split, index);
  }

  private static byte[] images(Split split, int count) {
    ByteBuffer all = ByteBuffer.allocate(count * SIDE * SIDE);
    for (int i = 0; i < count; i++) {
      all.put(pixels(split, i));
    }
    return all.array();
  }

  private static byte[] labels(Split split, int count) {
    byte[] all = new byte[count];
    for (int i = 0; i < count; i++) {
      all[i] = (byte) label(split, i);
    }
    return all;
  }

  /** As EMNIST's files are called. */
  private static void idx(Path directory) throws IOException {
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      int count = split == Split.TRAIN ? TRAIN : TEST;
      String name = "emnist-digits-" + split.directory();
      Files.write(
          directory.resolve(name + "-images-idx3-ubyte"),
          joined(
              ByteBuffer.allocate(16).putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE).array(),
              images(split, count)));
      Files.write(
          directory.resolve(name + "-labels-idx1-ubyte"),
          joined(ByteBuffer.allocate(8).putInt(0x801).putInt(count).array(), labels(split, count)));
    }
  }

  private static byte[] joined(byte[] head, byte[] rest) {
    return ByteBuffer.allocate(head.length + rest.length).put(head).put(rest).array();
  }

  /** As Keras's mnist.npz. */
  private static void npz(Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Split split : List.of(Split.TRAIN, Split.TEST)) {
        int count = split == Split.TRAIN ? TRAIN : TEST;
        npy(zip, "x_" + split.directory(), count + ", " + SIDE + ", " + SIDE, images(split, count));
        npy(zip, "y_" + split.directory(), count + ",", labels(split, count));
      }
    }
  }

  private static void npy(ZipOutputStream zip, String name, String shape, byte[] content)
      throws IOException {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }";
    String padded = header + " ".repeat(118 - 1 - header.length()) + "\n";
    zip.putNextEntry(new ZipEntry(name + ".npy"));
    zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded.length(), 0});
    zip.write(padded.getBytes(StandardCharsets.US_ASCII));
    zip.write(content);
  }

  /** 32x32 in colour, ten thousand a file as they are, but fewer. */
  private static void cifar(Path directory) throws IOException {
    Files.write(directory.resolve("data_batch_1.bin"), cifar(Split.TRAIN, TRAIN));
    Files.write(directory.resolve("test_batch.bin"), cifar(Split.TEST, TEST));
    Files.writeString(directory.resolve("batches.meta.txt"), String.join("\n", NAMES) + "\n");
  }

  private static byte[] cifar(Split split, int count) {
    int plane = 32 * 32;
    ByteBuffer records = ByteBuffer.allocate(count * (1 + 3 * plane));
    for (int i = 0; i < count; i++) {
      records.put((byte) label(split, i));
      byte[] digit = pixels(split, i);
      for (int at = 0; at < 3 * plane; at++) {
        int y = at % plane / 32;
        int x = at % 32;
        records.put(y < SIDE && x < SIDE ? digit[y * SIDE + x] : 0);
      }
    }
    return records.array();
  }

  /** As Kaggle's digits. */
  private static String csv() {
    StringBuilder text = new StringBuilder("label");
    for (int i = 0; i < SIDE * SIDE; i++) {
      text.append(",pixel").append(i);
    }
    for (int i = 0; i < TRAIN; i++) {
      text.append('\n').append(label(Split.TRAIN, i));
      for (byte pixel : pixels(Split.TRAIN, i)) {
        text.append(',').append(pixel & 0xff);
      }
    }
    return text.append('\n').toString();
  }

  /** As Hugging Face's datasets: an encoded picture, and where it was. */
  private static Dataset<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < TRAIN; i++) {
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels(Split.TRAIN, i));
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      rows.add(
          RowFactory.create(
              RowFactory.create(png.toByteArray(), i + ".png"), (long) label(Split.TRAIN, i)));
    }
    StructType picture =
        new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
    return LocalSpark.session()
        .createDataFrame(
            rows, new StructType().add("image", picture).add("label", DataTypes.LongType));
  }
}
