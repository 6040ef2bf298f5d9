package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    History history = new History(file());
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
    new History(file()).epochCompleted(FIRST, null);
    History resumed = new History(file());
    assertThat(resumed.resume(2, Optional.of(List.of(FIRST)))).isEmpty();
    resumed.epochCompleted(SECOND, null);
    assertThat(History.read(file())).containsExactly(FIRST, SECOND);
  }

  @Test
  void epochsAfterTheCheckpointAreTrainedAgain() {
    History whole = new History(file());
    whole.epochCompleted(FIRST, null);
    whole.epochCompleted(SECOND, null);

    for (Optional<List<EpochResult>> kept :
        List.of(Optional.of(List.of(FIRST)), Optional.<List<EpochResult>>empty())) {
      History resumed = new History(file());
      assertThat(resumed.resume(2, kept)).isEmpty();
      assertThat(resumed.epochs()).containsExactly(FIRST);
    }
  }

  /** Cut anywhere, its last line feed included, or gone. */
  @Test
  void whatAKilledProcessCutTheCheckpointHas() throws IOException {
    History whole = new History(file());
    whole.epochCompleted(FIRST, null);
    whole.epochCompleted(SECOND, null);
    Path path = directory.resolve("history.jsonl");
    String text = Files.readString(path);
    int first = text.indexOf('\n');
    for (int length : new int[] {0, 10, first, first + 1, first + 20, text.length() - 2}) {
      Files.writeString(path, text.substring(0, length));
      History resumed = new History(file());

      assertThat(resumed.resume(3, Optional.of(List.of(FIRST, SECOND))))
          .as("%d characters", length)
          .hasValueSatisfying(
              line ->
                  assertThat(line)
                      .isEqualTo(
                          file()
                              + " is cut off or damaged after epoch "
                              + (length < first ? 0 : 1)
                              + "; the checkpoint has all 2 epochs, and it is written anew"));
      assertThat(resumed.epochs()).containsExactly(FIRST, SECOND);
      resumed.epochCompleted(Epochs.plain(3, 0.125, 0.97, 0.001), null);
      assertThat(History.read(file())).hasSize(3);
    }
    Files.delete(path);
    assertThat(new History(file()).resume(3, Optional.of(List.of(FIRST, SECOND)))).isPresent();
  }

  /** Whose checkpoints don't have the epochs. */
  @Test
  void ofAnEarlierVersionWhatIsBeforeTheCutStays() throws IOException {
    new History(file()).epochCompleted(FIRST, null);
    Path path = directory.resolve("history.jsonl");
    Files.writeString(path, Files.readString(path) + "{\"epoch\":2,");
    History resumed = new History(file());

    assertThat(resumed.resume(3, Optional.empty()))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .endsWith("after epoch 1; the epochs up to 2 are missing in it from now on"));
    assertThat(resumed.epochs()).containsExactly(FIRST);
  }

  @Test
  void namesTheDamagedLine() throws IOException {
    new History(file()).epochCompleted(FIRST, null);
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

  /** There may be no epoch left that would write it. */
  @Test
  void theFileIsRightAsSoonAsTheRunGoesOn() throws IOException {
    List<EpochResult> kept = List.of(FIRST, SECOND);
    Path path = directory.resolve("history.jsonl");
    for (String found : List.of("", "{\"epoch\":1,", "no line\n")) {
      Files.writeString(path, found);
      new History(file()).resume(3, Optional.of(kept));
      assertThat(History.read(file())).isEqualTo(kept);
    }
    // An epoch that the checkpoint is before.
    new History(file()).resume(2, Optional.of(List.of(FIRST)));
    assertThat(History.read(file())).containsExactly(FIRST);
    Files.delete(path);
    new History(file()).resume(3, Optional.of(kept));
    assertThat(History.read(file())).isEqualTo(kept);
  }

  @Test
  void linesAreAppendedAndWrittenAnewWhereTheFileIsNotWhatItWas() throws IOException {
    History history = new History(file());
    history.epochCompleted(FIRST, null);
    Path path = directory.resolve("history.jsonl");
    String first = Files.readString(path);
    // What is before stays: the file isn't written anew.
    Files.writeString(path, first.replace("0.5", "0.6"));
    history.epochCompleted(SECOND, null);
    assertThat(Files.readString(path)).startsWith(first.replace("0.5", "0.6"));
    assertThat(Files.readAllLines(path)).hasSize(2);

    Files.writeString(path, "cut");
    history.epochCompleted(Epochs.plain(3, 0.125, 0.97, 0.001), null);
    assertThat(History.read(file())).hasSize(3);
    Files.delete(path);
    history.epochCompleted(Epochs.plain(4, 0.125, 0.97, 0.001), null);
    assertThat(History.read(file())).hasSize(4).startsWith(FIRST, SECOND);
    assertThat(path).hasBinaryContent(history.lines());
  }
}
