package org.convspark.training.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.config.CheckpointConfig;
import org.convspark.config.InputException;
import org.convspark.model.CheckpointNames;
import org.convspark.storage.Location;
import org.convspark.storage.OutputFile;
import org.convspark.training.EpochResult;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;

/**
 * Writes checkpoints to a directory while a network is trained, and finds the newest. A file, such
 * as {@code epoch-0003-round-00000.zip}, is written under a temporary name and renamed, so that a
 * file of its final name is whole. The newest few are kept; the best epoch's model is inside each.
 */
public final class Checkpoints implements TrainingObserver {
  private final Location directory;
  private final CheckpointConfig config;
  private final CheckpointedNetwork network;
  private final Map<String, String> identity;
  private final Runnable written;
  private long lastWritten = System.nanoTime();

  /**
   * @param directory the directory of the files; made when the first is written
   * @param config how often to write and how many to keep
   * @param network the network that is trained
   * @param identity the settings and the dataset of the run, by name; a checkpoint of another run
   *     is refused
   * @param written called after each checkpoint is written
   */
  public Checkpoints(
      Location directory,
      CheckpointConfig config,
      CheckpointedNetwork network,
      Map<String, String> identity,
      Runnable written) {
    this.directory = directory;
    this.config = config;
    this.network = network;
    this.identity = Map.copyOf(identity);
    this.written = written;
  }

  /**
   * Returns the state in the newest undamaged checkpoint; a damaged one is skipped with a warning.
   * Empty if no checkpoint has been written yet.
   *
   * @throws InputException if all are damaged, if there are files but no checkpoint, or if it is of
   *     another configuration or dataset; the message names the difference
   */
  public Optional<TrainingState> newest() {
    List<Location> files = CheckpointNames.oldestFirst(list());
    if (files.isEmpty()) {
      refuseOthers();
    }
    return new CheckpointSearch(directory, identity).newest(files);
  }

  /** To start over unasked would give away what the user wants to go on with. */
  private void refuseOthers() {
    List<String> others =
        list().stream().map(Location::name).filter(name -> !name.startsWith(".")).sorted().toList();
    if (!others.isEmpty()) {
      throw new InputException(
          directory.toString(),
          "files of other names than a checkpoint's (" + String.join(", ", others) + ")",
          "epoch-0002-round-00000.zip and the like",
          "give them back their names, or start anew with --overwrite in place of --resume");
    }
  }

  @Override
  public void roundCompleted(TrainingState state) {
    double minutes = (System.nanoTime() - lastWritten) / 60e9;
    if (config.minutes() > 0 && minutes >= config.minutes()) {
      write(state);
    }
  }

  @Override
  public void epochCompleted(EpochResult result, TrainingState next) {
    if (config.epochs() > 0 && result.epoch() % config.epochs() == 0) {
      write(next);
    }
  }

  @Override
  public void interrupted(TrainingState state) {
    write(state);
  }

  private void write(TrainingState state) {
    Location file =
        directory.child(CheckpointNames.of(state.epoch(), state.accumulator().rounds()));
    try (OutputFile out = OutputFile.create(file, true)) {
      new CheckpointFile(identity, state).write(network, out.stream());
      out.complete();
    } catch (IOException e) {
      throw new UncheckedIOException("can't write checkpoint " + file + ": " + e.getMessage(), e);
    }
    lastWritten = System.nanoTime();
    removeOld();
    written.run();
  }

  /** What a killed process left half written, too. */
  private void removeOld() {
    List<Location> all = list();
    List<Location> whole = CheckpointNames.oldestFirst(all);
    whole.subList(0, Math.max(0, whole.size() - config.keep())).forEach(Location::delete);
    all.stream().filter(CheckpointNames::isUnfinished).forEach(Location::delete);
  }

  private List<Location> list() {
    return directory.exists() ? directory.list() : List.of();
  }
}
