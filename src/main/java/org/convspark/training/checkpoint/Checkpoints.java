package org.convspark.training.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.convspark.config.InputException;
import org.convspark.config.training.CheckpointConfig;
import org.convspark.model.CheckpointNames;
import org.convspark.storage.Location;
import org.convspark.storage.OutputFile;
import org.convspark.training.EpochResult;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints to a directory while a network is trained, and finds the newest. A file, such
 * as {@code epoch-0002.zip}, is written under a temporary name and renamed, so that a file of its
 * final name is whole. The newest few are kept; the best epoch's model is inside each.
 */
public final class Checkpoints implements TrainingObserver {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final StateLengths NONE = new StateLengths(0, 0);

  private final Location directory;
  private final CheckpointConfig config;
  private final CheckpointedNetwork network;
  private final Map<String, String> identity;
  private final Supplier<byte[]> history;
  private final Writing writing;
  private Optional<String> last = Optional.empty();
  private long lastWritten = System.nanoTime();

  /** Who owns the directory. */
  public interface Writing {
    /** Called before a checkpoint is written; throws where it mustn't be. */
    default void begins() {}

    /** Called before a checkpoint, which is written by then, gets its name. */
    void appears();
  }

  /**
   * @param directory the directory of the files; made when the first is written
   * @param config how often to write and how many to keep
   * @param network the network that is trained
   * @param identity the settings and the dataset of the run, by name; a checkpoint of another run
   *     is refused
   * @param history gives the lines of the epochs before a state, at the time when it is written
   * @param writing told of each checkpoint
   */
  public Checkpoints(
      Location directory,
      CheckpointConfig config,
      CheckpointedNetwork network,
      Map<String, String> identity,
      Supplier<byte[]> history,
      Writing writing) {
    this.directory = directory;
    this.config = config;
    this.network = network;
    this.identity = Map.copyOf(identity);
    this.history = history;
    this.writing = writing;
  }

  /**
   * Returns the newest undamaged checkpoint. A damaged one is skipped with a warning, and set aside
   * under another name: the run goes on before it, and what it writes there is the newer. Empty if
   * none has been written yet.
   *
   * @param comparison with what the user asks for now
   * @throws InputException if all are damaged, there are files but no checkpoint, one can't be
   *     read, or it is of another configuration, dataset or network; the message names the
   *     difference
   */
  public Optional<Checkpoint> newest(RunComparison comparison) {
    Optional<CheckpointSearch.Found> found =
        new CheckpointSearch(directory)
            .newest(
                directory.exists() ? StateLengths.of(network.configuration()) : NONE,
                (file, head) -> {
                  comparison.requireSame(
                      file.toString(),
                      RunIdentity.read(head.identity()),
                      identity,
                      "resume with the settings and data that the run was started with");
                  head.network().ifPresent(saved -> requireSameLayers(file, saved));
                });
    found.ifPresent(
        each -> {
          last = Optional.of(each.file().name());
          each.damaged().forEach(Checkpoints::setAside);
        });
    return found.map(CheckpointSearch.Found::content);
  }

  private static void setAside(Location damaged) {
    try {
      damaged.moveTo(CheckpointNames.damaged(damaged));
    } catch (InputException e) {
      LOG.warn("could not rename {}: {}", damaged, e.getMessage());
    }
  }

  /** A user's own network is known by its file's name, whatever that holds by now. */
  private void requireSameLayers(Location file, String saved) {
    List<String> changed = network.changedSince(saved);
    if (!changed.isEmpty()) {
      throw new InputException(
          file.toString(),
          "a checkpoint of "
              + network.name()
              + " with other layers ("
              + String.join(", ", changed)
              + ")",
          "those that " + network.name() + " has now",
          "give the network back its layers, or start anew with --overwrite in place of --resume");
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

  /** What is there already, as where it is interrupted right after, is not replaced. */
  private void write(TrainingState state) {
    writing.begins();
    Location file =
        directory.child(CheckpointNames.of(state.epoch(), state.accumulator().rounds()));
    if (!last.equals(Optional.of(file.name())) || !file.exists()) {
      try (OutputFile out = OutputFile.create(file, true)) {
        CheckpointWriter.write(network, identity, state, history.get(), out.stream());
        writing.appears();
        out.complete();
      } catch (IOException e) {
        throw new UncheckedIOException("can't write checkpoint " + file + ": " + e.getMessage(), e);
      }
      last = Optional.of(file.name());
      removeOld(file);
    }
    lastWritten = System.nanoTime();
  }

  /** What a killed process left half written, too. */
  private void removeOld(Location justWritten) {
    List<Location> all = list();
    List<Location> whole = CheckpointNames.oldestFirst(all);
    whole.subList(0, Math.max(0, whole.size() - config.keep())).stream()
        .filter(each -> !each.name().equals(justWritten.name()))
        .forEach(Location::delete);
    all.stream().filter(CheckpointNames::isUnfinished).forEach(Location::delete);
  }

  private List<Location> list() {
    return directory.exists() ? directory.list() : List.of();
  }
}
