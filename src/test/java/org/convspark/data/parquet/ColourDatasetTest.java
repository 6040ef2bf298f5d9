package org.convspark.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.convspark.LocalSpark;
import org.convspark.data.BadImage;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.SameImages;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colour images in datasets that other programs wrote, and what a prepared folder brings along. */
final class ColourDatasetTest {
  private static final ImageShape PHOTO = new ImageShape(16, 12, 3);

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path directory;

  /** Smooth pictures: in each a light that gets brighter to the right, in one of two colours. */
  private static List<Example> photos() {
    List<Example> photos = new ArrayList<>();
    for (int id = 0; id < 8; id++) {
      byte[] image = new byte[PHOTO.size()];
      for (int i = 0; i < image.length; i++) {
        int channel = i / 192;
        image[i] = (byte) (i % 12 * 4 + (channel == id % 2 ? 150 : 10 * id));
      }
      photos.add(new Example(id, id % 2, image));
    }
    return photos;
  }

  private static byte[] channelsLast(byte[] planar) {
    byte[] together = new byte[planar.length];
    for (int i = 0; i < planar.length; i++) {
      together[i] = planar[i % 3 * 192 + i / 3];
    }
    return together;
  }

  private ImageDataset open(Path path) {
    return TestData.open(spark, path.toString(), "images.test-split=0");
  }

  /** Writes a dataset as another program might. */
  private Path write(String name, boolean channelsLast, String dataFormat) throws IOException {
    Path output = directory.resolve(name);
    List<Row> rows =
        photos().stream()
            .map(
                each ->
                    RowFactory.create(
                        each.id(),
                        each.label(),
                        channelsLast ? channelsLast(each.image()) : each.image()))
            .toList();
    spark
        .createDataFrame(rows, ParquetSplit.SCHEMA)
        .coalesce(1)
        .write()
        .parquet(output.resolve("train").toString());
    DatasetInfo info =
        new DatasetInfo(name, PHOTO, 2, Map.of(Split.TRAIN, List.of(4L, 4L)), Map.of());
    Files.writeString(
        output.resolve("dataset.json"),
        DatasetJson.write(info)
            .replace("\"data_format\" : \"channels_first\"", dataFormat)
            .replaceAll(",\\s*}\\s*$", "}"));
    return output;
  }

  @Test
  @DisplayName("F30: planes, channels together and pictures are the same images")
  void channelsAreWhereTheDescriptionSays() throws IOException {
    List<List<Object>> expected = SameImages.content(photos());
    Path last = write("hwc", true, "\"data_format\" : \"channels_last\"");
    Path first = write("chw", false, "\"data_format\" : \"channels_first\"");
    Path png = SameImages.png(directory.resolve("png"), photos(), PHOTO, Integer::toString);

    for (Path path : List.of(last, first, png)) {
      assertThat(SameImages.content(open(path).examples(Split.TRAIN)))
          .as("" + path)
          .isEqualTo(expected);
    }
  }

  @Test
  void whereItIsNotSaidChannelsTogetherAreNoticed() throws IOException {
    Path unsaid = write("unsaid", false, "\"more\" : 1");
    Path wrong = write("wrong", true, "\"more\" : 1");

    assertThat(SameImages.content(open(unsaid).examples(Split.TRAIN)))
        .isEqualTo(SameImages.content(photos()));
    assertThat(open(unsaid).remarks()).isEmpty();
    assertThat(SameImages.content(open(wrong).examples(Split.TRAIN)))
        .isEqualTo(SameImages.content(photos()));
    assertThat(open(wrong).remarks())
        .singleElement()
        .asString()
        .contains("a pixel's channels stand together", "add \"data_format\": \"channels_last\"");
  }

  @Test
  void aPreparedFolderKeepsItsNamesStepsAndWhatWasBad() throws IOException {
    Path folder = directory.resolve("animals");
    SameImages.png(folder, photos(), PHOTO, label -> label == 0 ? "ape" : "bee");
    Files.writeString(folder.resolve("bee/77.png"), "no picture");
    ImageDataset source =
        TestData.open(
            spark,
            folder.toString(),
            "images.on-bad=skip",
            "images.test-split=0.25",
            "images.preprocess=bgr,mean=.5/.5/.5,deviation=2/2/2");
    Path output = directory.resolve("prepared");

    DatasetInfo written = new DatasetWriter(spark, output.toString(), false).write(source);

    assertThat(written).isEqualTo(source.info());
    assertThat(written.classNames()).containsExactly("ape", "bee");
    assertThat(written.preprocessing().mean()).containsExactly(.5f, .5f, .5f);
    assertThat(written.counts())
        .isEqualTo(Map.of(Split.TRAIN, List.of(3L, 3L), Split.TEST, List.of(1L, 1L)));
    assertThat(Files.readString(output.resolve(BadImage.FILE)).lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("animals/bee/77.png");
    ImageDataset prepared = open(output);
    assertThat(prepared.info()).isEqualTo(written);
    for (Split split : written.splits()) {
      assertThat(SameImages.content(prepared.examples(split)))
          .isEqualTo(SameImages.content(source.examples(split)));
    }
  }
}
