package org.convspark.training.checkpoint;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;
import org.convspark.training.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the checkpoint to resume from, which is the newest undamaged one; it must be of the same
 * run.
 */
public final class CheckpointSearch {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointSearch.class);

  private final Location directory;
  private final Map<String, String> identity;

  CheckpointSearch(Location directory, Map<String, String> identity) {
    this.directory = directory;
    this.identity = identity;
  }

  /**
   * Returns the state in the newest undamaged checkpoint, and logs a warning for each damaged one
   * that it skips.
   *
   * @param files the checkpoints, oldest first
   * @return the state; empty if there are no checkpoints
   * @throws InputException if all are damaged (to start over unasked would give away what the user
   *     wants to go on with), or if the newest undamaged one is of another run; the message names
   *     the difference
   */
  Optional<TrainingState> newest(List<Location> files) {
    Map<Location, String> damaged = new LinkedHashMap<>();
    for (int i = files.size() - 1; i >= 0; i--) {
      Location file = files.get(i);
      CheckpointFile checkpoint;
      try (var in = file.open()) {
        checkpoint = CheckpointFile.read(in);
      } catch (IOException | RuntimeException e) {
        damaged.put(file, Reason.of(e));
        continue;
      }
      damaged.forEach((each, why) -> warn(each, why, file));
      checkSame(file, RunIdentity.read(checkpoint.identity()));
      return Optional.of(checkpoint.state());
    }
    if (!damaged.isEmpty()) {
      throw allDamaged(damaged);
    }
    return Optional.empty();
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

  private void checkSame(Location file, Map<String, String> theirs) {
    for (String name : identity.keySet().stream().sorted().toList()) {
      String ours = identity.get(name);
      if (!ours.equals(theirs.get(name))) {
        throw new InputException(
            file.toString(),
            theirs.containsKey(name) ? name + " " + theirs.get(name) : "no " + name,
            ours + " as now given",
            "resume with the settings and data that the run was started with");
      }
    }
  }
}
