package org.convspark.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.PixelLayout;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Fit;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DatasetJsonTest {
  private static final ImageShape PHOTO = new ImageShape(6, 5, 3);
  private static final DatasetInfo INFO =
      new DatasetInfo(
          "animals",
          PHOTO,
          2,
          Map.of(Split.TRAIN, List.of(3L, 4L)),
          Map.of(),
          List.of("cat", "dog"),
          new Preprocessing(
              false,
              Colour.BGR,
              Manner.PLAIN,
              Fit.CROP,
              true,
              List.of(.5f, .5f, .5f),
              List.of(1f, 1f, 1f)));

  @TempDir private Path directory;

  private DatasetJson.Description read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("dataset.json"), text);
    return DatasetJson.read(Location.of(file.toString(), new Configuration(false)));
  }

  @Test
  void allOfItIsReadAsItWasWritten() throws IOException {
    String text = DatasetJson.write(INFO);

    assertThat(text)
        .contains(
            "\"class_names\" : [ \"cat\", \"dog\" ]",
            "\"colour\" : \"bgr\"",
            "\"fit\" : \"crop\"",
            "\"data_format\" : \"channels_first\"");
    assertThat(read(text).info()).isEqualTo(INFO);
    assertThat(read(text).layout()).hasValue(new PixelLayout(PHOTO, false));
  }

  @Test
  void channelsMayStandTogetherOrItIsLeftUnsaid() throws IOException {
    String text = DatasetJson.write(INFO);

    assertThat(read(text.replace("channels_first", "channels_last")).layout())
        .hasValue(new PixelLayout(PHOTO, true));
    assertThat(read(text.replace("data_format", "else")).layout()).isEmpty();
  }

  /** What earlier versions and other programs write. */
  private static String small(String sha256) {
    return """
        {"name": "small", "height": 28, "width": 28, "channels": 1, "classes": 2,
         "counts": {"test": [1, 1]}%s}
        """
        .formatted(sha256);
  }

  @Test
  void whatIsNotRecordedIsPlainButForMnist() throws IOException {
    DatasetInfo plain = read(small("")).info();
    assertThat(plain.preprocessing()).isEqualTo(Preprocessing.plain(Colour.GREY));
    assertThat(plain.classNames()).isEmpty();
    assertThat(plain.splits()).containsExactly(Split.TEST);

    String mnist =
        ", \"sha256\": {\"any\":"
            + " \"0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7\"}";
    assertThat(read(small(mnist)).info().preprocessing().manner()).isEqualTo(Manner.MNIST_PICTURES);
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        Arguments.of("\"cat\", \"dog\"", "\"cat\"", "a name of its own for each of the 2 classes"),
        Arguments.of("\"cat\", \"dog\"", "1, 2", "for 'class_names[0]', expected text"),
        Arguments.of("[ \"cat\", \"dog\" ]", "null", "for 'class_names'"),
        Arguments.of("\"cat\", \"dog\"", "\"cat\", null", "for 'class_names"),
        Arguments.of("\"cat\", \"dog\"", "\"cat\", \"cat\"", "for 'class_names'"),
        Arguments.of("\"cat\", \"dog\"", "\"cat\", \"\"", "for 'class_names'"),
        Arguments.of("channels_first", "CHW", "channels_first or channels_last"),
        Arguments.of("\"bgr\"", "\"grey\"", "3 means for 1 channels"),
        Arguments.of("\"bgr\"", "\"cmyk\"", "one of grey, rgb, bgr"),
        Arguments.of("\"channels\" : 3", "\"channels\" : 1", "for 'preprocessing.colour'"),
        Arguments.of("\"invert\" : true", "\"invert\" : \"no\"", "for 'preprocessing.invert'"),
        Arguments.of("\"preprocessing\" : {", "\"preprocessing\" : 1, \"x\" : {", "an object"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("damage")
  void damageIsOneLine(String from, String to, String message) {
    String text = DatasetJson.write(INFO);
    assertThat(text).contains(from);

    assertThatThrownBy(() -> read(text.replace(from, to)))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("dataset.json: found ", message)
        .hasMessageNotContaining("\n");
  }
}
