package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of 20,000 small files on HDFS becomes a dataset, and the memory for it is bounded. */
final class HdfsPicturesIT {
  private static final int TRAIN = 18_000;
  private static final int TEST = 2_000;

  @TempDir private static Path directory;
  private static MiniHdfs hdfs;

  @BeforeAll
  static void writePictures() throws Exception {
    hdfs = MiniHdfs.start(directory.resolve("hdfs"), 1);
    ForkJoinPool pool = new ForkJoinPool(16); // A file waits for the disk, not for a processor.
    try {
      pool.submit(
              () -> {
                IntStream.range(0, TRAIN).parallel().forEach(i -> write(Split.TRAIN, i));
                IntStream.range(0, TEST).parallel().forEach(i -> write(Split.TEST, i));
              })
          .get();
    } finally {
      pool.shutdown();
    }
  }

  private static void write(Split split, int index) {
    byte[] pixels = SyntheticDigits.draw(1, split, index);
    BufferedImage image =
        new BufferedImage(SyntheticDigits.SIDE, SyntheticDigits.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, SyntheticDigits.SIDE, SyntheticDigits.SIDE, pixels);
    String path =
        "/pictures/"
            + split.directory()
            + "/"
            + SyntheticDigits.label(1, split, index)
            + "/"
            + index
            + ".png";
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (OutputStream out = hdfs.fileSystem().create(MiniHdfs.hadoopPath(path))) {
      ImageIO.write(image, "png", png);
      png.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  private JsonNode json(String path) throws IOException {
    try (InputStream in = hdfs.fileSystem().open(MiniHdfs.hadoopPath(path))) {
      return new ObjectMapper().readTree(in);
    }
  }

  @Test
  void twentyThousandPicturesAreTheDrawnDigits() throws IOException {
    Submit.Result result =
        Submit.command("prepare", "--source", hdfs.path("/pictures"))
            .with("--out", hdfs.path("/prepared"))
            .spark("--master", "local[2]", "--driver-memory", "512m")
            .run();
    assertThat(result.status()).as(result::everything).isZero();
    JsonNode info = json("/prepared/dataset.json");
    long[] counts = new long[SyntheticDigits.CLASSES];
    IntStream.range(0, TRAIN)
        .forEach(index -> counts[SyntheticDigits.label(1, Split.TRAIN, index)]++);
    for (int label = 0; label < counts.length; label++) {
      assertThat(info.at("/counts/train/" + label).asLong()).isEqualTo(counts[label]);
    }
    assertThat(info.get("height").asInt()).isEqualTo(SyntheticDigits.SIDE);

    result =
        Submit.command("train", "--data", hdfs.path("/prepared"), "--network", "dense")
            .with("--epochs", "1", "--workers", "2", "--out", hdfs.path("/runs/pictures"))
            .local()
            .run();
    assertThat(result.status()).as(result::everything).isZero();
    assertThat(json("/runs/pictures/metrics.json").get("examples").asInt()).isEqualTo(TEST);
  }
}
