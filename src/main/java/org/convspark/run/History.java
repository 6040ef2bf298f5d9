package org.convspark.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.convspark.storage.Json;
import org.convspark.storage.Location;
import org.convspark.training.EpochResult;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;

/**
 * Writes and reads history.jsonl, which has a line for each epoch.
 *
 * <p>Every epoch writes the file anew and closes it: the one way to have the line on disk after the
 * epoch on every file system, as S3 can't append. The file is small.
 */
public final class History implements TrainingObserver {
  private final Location file;
  private final List<EpochResult> epochs;

  /**
   * Starts to keep a history.
   *
   * @param file history.jsonl, which needn't exist; it is overwritten by the first epoch
   * @param earlier the epochs before a resume; empty for a new run
   */
  public History(Location file, List<EpochResult> earlier) {
    this.file = file;
    this.epochs = new ArrayList<>(earlier);
  }

  /** Adds the epoch; when this returns, the file has its line. */
  @Override
  public void epochCompleted(EpochResult result, TrainingState next) {
    epochs.add(result);
    StringBuilder lines = new StringBuilder();
    for (EpochResult each : epochs) {
      lines.append(Json.line(each)).append('\n');
    }
    try (OutputStream out = file.create()) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the history of a run that goes on.
   *
   * @param epoch that training goes on with, from 1; later ones in the file are left out
   * @throws org.convspark.config.InputException if there are epochs before it and no such file, or
   *     a line is damaged
   */
  public static History before(int epoch, Location file) {
    return new History(
        file,
        epoch == 1 ? List.of() : read(file).stream().filter(each -> each.epoch() < epoch).toList());
  }

  /** Returns the epochs so far, in order. */
  public List<EpochResult> epochs() {
    return List.copyOf(epochs);
  }

  /**
   * Reads the epochs of a finished or interrupted run.
   *
   * @throws org.convspark.config.InputException if the file is missing, or a line is damaged: it
   *     names the line
   */
  public static List<EpochResult> read(Location file) {
    List<EpochResult> epochs = new ArrayList<>();
    int number = 0;
    for (String line : Json.text(file).lines().toList()) {
      String where = file + " line " + ++number;
      epochs.add(Json.parse(where, line, EpochResult.class));
    }
    return epochs;
  }
}
