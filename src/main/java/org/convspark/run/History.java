package org.convspark.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;
import org.convspark.training.EpochLines;
import org.convspark.training.EpochResult;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;

/**
 * Writes and reads history.jsonl, which has a line for each epoch. An epoch becomes text once, and
 * its line is on disk after it.
 */
public final class History implements TrainingObserver {
  private final Location file;
  private final GrowingFile lines;
  private final List<EpochResult> epochs = new ArrayList<>();

  /**
   * Starts to keep a history.
   *
   * @param file history.jsonl, which needn't exist; it is overwritten by the first epoch
   */
  public History(Location file) {
    this.file = file;
    this.lines = new GrowingFile(file);
  }

  /** Adds the epoch; when this returns, the file has its line. */
  @Override
  public void epochCompleted(EpochResult result, TrainingState next) {
    epochs.add(result);
    lines.append(EpochLines.bytes(List.of(result)));
  }

  /**
   * Takes up the history of a run that goes on. A killed process may have cut the file, so that a
   * checkpoint holds its epochs too; those of earlier versions don't. When this returns, the file
   * has these epochs and no others, as there may be none left to train.
   *
   * @param epoch that training goes on with, from 1; later ones in the file are left out
   * @param kept the epochs before it as the checkpoint has them; empty if it has none
   * @return a line for the user if the file lacks some of them
   */
  public Optional<String> resume(int epoch, Optional<List<EpochResult>> kept) {
    byte[] present = file.exists() ? file.read() : new byte[0];
    List<EpochResult> found =
        EpochLines.whole(new String(present, StandardCharsets.UTF_8)).stream()
            .filter(each -> each.epoch() < epoch)
            .toList();
    epochs.clear();
    epochs.addAll(kept.orElse(found));
    byte[] wanted = EpochLines.bytes(epochs);
    lines.replace(wanted, Arrays.equals(wanted, present));
    if (kept.isEmpty() ? found.size() >= epoch - 1 : found.equals(kept.get())) {
      return Optional.empty();
    }
    String damage = file + " is cut off or damaged after epoch " + last(found, kept);
    return Optional.of(
        kept.isPresent()
            ? damage
                + "; the checkpoint has "
                + (kept.get().size() == epoch - 1 ? "all " : "")
                + kept.get().size()
                + " epochs, and it is written anew"
            : damage + "; the epochs up to " + (epoch - 1) + " are missing in it from now on");
  }

  /** The last epoch up to which a file is right. */
  private static int last(List<EpochResult> found, Optional<List<EpochResult>> kept) {
    int same = 0;
    while (same < found.size()
        && (kept.isEmpty()
            || same < kept.get().size() && found.get(same).equals(kept.get().get(same)))) {
      same++;
    }
    return same == 0 ? 0 : found.get(same - 1).epoch();
  }

  /** Returns the epochs so far, in order. */
  public List<EpochResult> epochs() {
    return List.copyOf(epochs);
  }

  /** Returns the lines of the epochs so far, as the file has them. */
  public byte[] lines() {
    return lines.content();
  }

  /**
   * Reads the epochs of a finished or interrupted run.
   *
   * @throws org.convspark.config.InputException if the file is missing, or a line is damaged: it
   *     names the line
   */
  public static List<EpochResult> read(Location file) {
    return EpochLines.parse(file.toString(), Json.text(file));
  }
}
