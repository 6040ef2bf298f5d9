package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final EpochTimes TIMES =
      new EpochTimes(
          1.5,
          0.25,
          0.125,
          0.125,
          List.of(new EpochTimes.Worker(60, 1.75), new EpochTimes.Worker(40, 1.25)));
  private static final EpochRecord FIRST =
      new EpochRecord(
          1,
          0.5,
          0.9,
          OptionalDouble.of(0.25),
          OptionalDouble.of(0.95),
          0.001,
          2,
          100,
          50,
          Optional.of(TIMES));
  private static final EpochRecord SECOND =
      new EpochRecord(
          2,
          0.25,
          0.95,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          0.001,
          2,
          100,
          50,
          Optional.empty());

  @TempDir Path directory;

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(directory.resolve("history.jsonl").toUri());
  }

  @Test
  void aLineIsOnDiskAfterItsEpoch() throws IOException {
    History history = new History(path(), HADOOP, List.of());
    history.append(FIRST);
    assertThat(directory.resolve("history.jsonl"))
        .hasContent(
            "{\"epoch\":1,\"loss\":0.5,\"accuracy\":0.9,\"val_loss\":0.25,\"val_accuracy\":0.95,"
                + "\"learning_rate\":0.001,\"seconds\":2.0,\"examples\":100,"
                + "\"images_per_second\":50.0,\"compute_seconds\":1.5,\"broadcast_seconds\":0.25,"
                + "\"averaging_seconds\":0.125,\"waiting_seconds\":0.125,"
                + "\"worker_examples\":[60,40],\"worker_seconds\":[1.75,1.25]}\n");

    history.append(SECOND);
    assertThat(History.read(path(), HADOOP)).containsExactly(FIRST, SECOND);
    assertThat(Files.readString(directory.resolve("history.jsonl"))).contains("\"val_loss\":null");
  }

  @Test
  void aResumedRunKeepsTheEpochsBefore() throws IOException {
    new History(path(), HADOOP, List.of(FIRST)).append(SECOND);
    assertThat(History.read(path(), HADOOP)).containsExactly(FIRST, SECOND);
  }

  @Test
  void namesTheDamagedLine() throws IOException {
    new History(path(), HADOOP, List.of()).append(FIRST);
    Files.delete(directory.resolve(".history.jsonl.crc"));
    Files.writeString(
        directory.resolve("history.jsonl"), Files.readString(Path.of(path().toUri())) + "{\"ep");
    assertThatThrownBy(() -> History.read(path(), HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("history.jsonl line 2");
  }

  @Test
  void refusesValuesThatJsonCannotSay() {
    assertThatThrownBy(
            () ->
                new EpochRecord(
                    3,
                    Double.NaN,
                    0.9,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    0.001,
                    2,
                    100,
                    50,
                    Optional.empty()))
        .hasMessage("epoch 3 has a value of NaN");
  }
}
