package org.convspark.training.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convspark.config.InputException;
import org.convspark.model.CheckpointNames;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the checkpoint to resume from, which is the newest undamaged one, in a directory. */
public final class CheckpointSearch {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointSearch.class);

  private final Location directory;

  /**
   * @param directory of checkpoints, which needn't exist
   */
  public CheckpointSearch(Location directory) {
    this.directory = directory;
  }

  /**
   * Returns the settings and the dataset of the run that left the newest checkpoint, by name as
   * {@link RunIdentity} has them; empty if no checkpoint says them.
   */
  public Map<String, String> identity() {
    List<Location> files = files();
    for (int i = files.size() - 1; i >= 0; i--) {
      try (var in = files.get(i).open()) {
        return RunIdentity.read(CheckpointReader.head(in).identity());
      } catch (IOException | RuntimeException e) {
        LOG.debug("no settings in {}", files.get(i), e);
      }
    }
    return Map.of();
  }

  /** Returns the name of the newest checkpoint, damaged or not; empty if there is none. */
  public Optional<String> newestName() {
    return files().stream().reduce((first, second) -> second).map(Location::name);
  }

  /**
   * A checkpoint and where it is.
   *
   * @param file its file
   * @param content what is in it
   * @param damaged the files of newer ones, which are damaged
   */
  record Found(Location file, Checkpoint content, List<Location> damaged) {}

  /** Refuses a checkpoint of another run, before its arrays are read. */
  interface Screening {
    /**
     * @throws InputException if the run is another one
     */
    void check(Location file, CheckpointHead head);
  }

  /**
   * Returns the newest undamaged checkpoint, and logs a warning for each damaged one that it skips.
   *
   * @param lengths of the arrays of the network that is trained
   * @return empty if there are no checkpoints
   * @throws InputException if all are damaged, there are files but no checkpoint (to start over
   *     unasked would give away what the user wants to go on with), one can't be read, or it is
   *     refused
   */
  Optional<Found> newest(StateLengths lengths, Screening screening) {
    List<Location> files = files();
    if (files.isEmpty()) {
      refuseOthers();
    }
    Map<Location, String> damaged = new LinkedHashMap<>();
    for (int i = files.size() - 1; i >= 0; i--) {
      Location file = files.get(i);
      Optional<CheckpointHead> head = unlessDamaged(file, CheckpointReader::head, damaged);
      if (head.isEmpty()) {
        continue;
      }
      screening.check(file, head.get());
      Optional<Checkpoint> checkpoint = unlessDamaged(file, in -> read(in, file, lengths), damaged);
      if (checkpoint.isPresent()) {
        damaged.forEach((each, why) -> warn(each, why, file));
        return Optional.of(new Found(file, checkpoint.get(), List.copyOf(damaged.keySet())));
      }
    }
    if (!damaged.isEmpty()) {
      throw allDamaged(damaged);
    }
    return Optional.empty();
  }

  private interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  /**
   * Reads from a file, or notes why what is in it is damaged.
   *
   * @throws InputException if it can't be read, which says nothing about what is in it
   */
  private static <T> Optional<T> unlessDamaged(
      Location file, Reading<T> reading, Map<Location, String> damaged) {
    InputStream opened;
    try {
      opened = file.open();
    } catch (InputException e) {
      throw unreadable(file, e.found(), e);
    }
    try (ReadErrors in = new ReadErrors(opened)) {
      try {
        return Optional.of(reading.from(in));
      } catch (InputException e) {
        damaged.put(file, e.where() + ": " + e.found() + ", expected " + e.expected());
      } catch (IOException | RuntimeException e) {
        in.error().ifPresent(error -> raise(file, error));
        damaged.put(file, Reason.of(e));
      }
    } catch (IOException e) {
      throw unreadable(file, Reason.of(e), e);
    }
    return Optional.empty();
  }

  private static void raise(Location file, IOException error) {
    throw unreadable(file, Reason.of(error), error);
  }

  private static InputException unreadable(Location file, String why, Exception cause) {
    return new InputException(
        file.toString(),
        "a checkpoint that can't be read (" + why + ")",
        "a file system that gives what is in it",
        "try again when it does; where this file alone is lost, delete it to go on from the one"
            + " before",
        cause);
  }

  private static Checkpoint read(InputStream in, Location file, StateLengths lengths)
      throws IOException {
    Checkpoint checkpoint = CheckpointReader.read(in, lengths);
    int epoch = checkpoint.state().epoch();
    int round = checkpoint.state().accumulator().rounds();
    if (!CheckpointNames.isOf(file, epoch, round)) {
      throw new IOException("the content of " + CheckpointNames.of(epoch, round));
    }
    return checkpoint;
  }

  private List<Location> files() {
    return directory.exists() ? CheckpointNames.oldestFirst(directory.list()) : List.of();
  }

  private void refuseOthers() {
    List<String> others =
        directory.exists()
            ? directory.list().stream()
                .map(Location::name)
                .filter(name -> !name.startsWith("."))
                .toList()
            : List.of();
    if (!others.isEmpty()) {
      throw new InputException(
          directory.toString(),
          "files of other names than a checkpoint's (" + String.join(", ", others) + ")",
          CheckpointNames.of(2, 0) + " and the like",
          "give them back their names, or start anew with --overwrite in place of --resume");
    }
  }

  private static void warn(Location damaged, String reason, Location instead) {
    LOG.warn(
        "Checkpoint {} is damaged ({}) and skipped; going on from {} instead",
        damaged,
        reason,
        instead.name());
  }

  private InputException allDamaged(Map<Location, String> damaged) {
    return new InputException(
        directory.toString(),
        "damaged checkpoints only ("
            + damaged.entrySet().stream()
                .map(each -> each.getKey().name() + ": " + each.getValue())
                .collect(Collectors.joining("; "))
            + ")",
        "a whole one to resume from",
        "start anew, with --overwrite in place of --resume");
  }
}
