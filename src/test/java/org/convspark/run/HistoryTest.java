package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.training.EpochResult;
import org.convspark.training.Epochs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final EpochResult FIRST = Epochs.whole(1, 0.5, 0.9, 0.25, 0.95);
  private static final EpochResult SECOND = Epochs.plain(2, 0.25, 0.95, 0.001);

  @TempDir Path directory;

  private Location file() {
    return Location.of(directory.resolve("history.jsonl").toString(), HADOOP);
  }

  @Test
  void aLineIsOnDiskAfterItsEpoch() throws IOException {
    History history = new History(file(), List.of());
    history.epochCompleted(FIRST, null);
    assertThat(directory.resolve("history.jsonl"))
        .hasContent(
            "{\"epoch\":1,\"loss\":0.5,\"accuracy\":0.9,\"val_loss\":0.25,\"val_accuracy\":0.95,"
                + "\"learning_rate\":0.001,\"seconds\":2.0,\"examples\":100,"
                + "\"images_per_second\":50.0,\"minibatches\":8,\"rounds\":2,\"compute_seconds\":1.5,\"broadcast_seconds\":0.25,"
                + "\"averaging_seconds\":0.125,\"waiting_seconds\":0.125,"
                + "\"worker_examples\":[60,40],\"worker_seconds\":[1.75,1.25]}\n");

    history.epochCompleted(SECOND, null);
    assertThat(History.read(file())).containsExactly(FIRST, SECOND);
    assertThat(Files.readString(directory.resolve("history.jsonl"))).contains("\"val_loss\":null");
  }

  @Test
  void aResumedRunKeepsTheEpochsBefore() throws IOException {
    new History(file(), List.of(FIRST)).epochCompleted(SECOND, null);
    assertThat(History.read(file())).containsExactly(FIRST, SECOND);
  }

  @Test
  void namesTheDamagedLine() throws IOException {
    new History(file(), List.of()).epochCompleted(FIRST, null);
    Files.writeString(
        directory.resolve("history.jsonl"),
        Files.readString(directory.resolve("history.jsonl")) + "{\"ep");
    assertThatThrownBy(() -> History.read(file()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("history.jsonl line 2");

    Files.writeString(directory.resolve("history.jsonl"), "{\"epoch\":1}\n");
    assertThatThrownBy(() -> History.read(file()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("history.jsonl line 1: found nothing for 'loss', expected a value");
  }

  @Test
  void refusesValuesThatJsonCannotSay() {
    assertThatThrownBy(() -> Epochs.plain(3, Double.NaN, 0.9, 0.001))
        .hasMessage("epoch 3 has a value of NaN");
  }
}
