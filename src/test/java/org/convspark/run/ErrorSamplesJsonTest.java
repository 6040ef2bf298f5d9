package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.evaluation.ErrorSamples;
import org.convspark.evaluation.ErrorSamples.Mistake;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorSamplesJsonTest {
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir Path directory;

  private Location run() {
    return Location.of(directory.toString(), HADOOP);
  }

  private void write() throws IOException {
    Example image = new Example(12, 3, new byte[] {0, -1, 7, 8});
    ErrorSamples errorSamples =
        new ErrorSamples(
            new ImageShape(2, 2, 1), List.of(new Mistake(image, 5, 0.75f, 2.5)), List.of(image));
    try (OutputStream out = Files.newOutputStream(directory.resolve(RunDirectory.MISTAKES))) {
      ErrorSamplesJson.write(errorSamples, out);
    }
  }

  @Test
  void readsWhatItWrote() throws IOException {
    write();

    ErrorSamples read = ErrorSamplesJson.read(run()).orElseThrow();

    assertThat(read.shape()).isEqualTo(new ImageShape(2, 2, 1));
    Mistake mistake = read.mistakes().get(0);
    assertThat(mistake.predicted()).isEqualTo(5);
    assertThat(mistake.confidence()).isEqualTo(0.75f);
    assertThat(mistake.loss()).isEqualTo(2.5);
    assertThat(mistake.example().id()).isEqualTo(12);
    assertThat(mistake.example().label()).isEqualTo(3);
    assertThat(mistake.example().image()).containsExactly(0, -1, 7, 8);
    assertThat(read.examples()).hasSize(1);
  }

  @Test
  void aRunWithoutThemIsNoError() {
    assertThat(ErrorSamplesJson.read(run())).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "null | null for 'mistakes[0].image', expected base64",
        "\"?\" | \"?\" for 'mistakes[0].image', expected base64",
        "{} | {} for 'mistakes[0].image', expected base64"
      })
  void refusesWhatIsNoImage(String image, String message) throws IOException {
    write();
    Path file = directory.resolve(RunDirectory.MISTAKES);
    Files.writeString(file, Files.readString(file).replace("\"AP8HCA==\"", image));

    assertThatThrownBy(() -> ErrorSamplesJson.read(run()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(message, "delete the file for a report without it");
  }

  @Test
  void refusesAnImageOfAnotherSize() throws IOException {
    write();
    Path file = directory.resolve(RunDirectory.MISTAKES);
    Files.writeString(file, Files.readString(file).replace("\"width\" : 2", "\"width\" : 3"));

    assertThatThrownBy(() -> ErrorSamplesJson.read(run()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an image of 4 bytes for 12, expected 6 bytes");
  }
}
