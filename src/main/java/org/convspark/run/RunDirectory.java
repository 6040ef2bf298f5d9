package org.convspark.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.config.training.Resumption;
import org.convspark.data.BadImage;
import org.convspark.model.ModelFile;
import org.convspark.model.ModelOrigin;
import org.convspark.storage.Location;
import org.convspark.storage.OutputDirectory;
import org.convspark.storage.Reason;
import org.convspark.storage.SuccessMarker;

/**
 * A directory of results that is there whole or not at all, and that one process at a time writes.
 * Files are written under a hidden temporary name beside the target, one rename makes them appear,
 * and {@code _SUCCESS} comes when that is done: who reads it waits for that.
 *
 * <p>On HDFS and local disks the rename is atomic. Object stores copy file by file; what was cut
 * off there is put together again by the next process that writes to the target.
 */
public final class RunDirectory implements AutoCloseable {
  public static final String MODEL = ModelFile.NAME;
  public static final String METRICS = "metrics.json";
  public static final String DIAGNOSTICS = "diagnostics.json";
  public static final String COMPARISON = "comparison.json";
  public static final String HISTORY = "history.jsonl";
  public static final String BAD_IMAGES = BadImage.FILE;
  public static final String PROVENANCE = ModelOrigin.PROVENANCE_FILE;
  public static final String MISTAKES = "mistakes.json";
  public static final String REPORT = "report.html";
  public static final String CHECKPOINTS = "checkpoints";
  public static final String TENSORBOARD = "tensorboard";
  public static final String SUCCESS = SuccessMarker.NAME;

  /** What a training writes before its first checkpoint: who starts anew has lost nothing. */
  private static final Set<String> BEGUN = Set.of(HISTORY, TENSORBOARD);

  private final OutputDirectory output;

  private RunDirectory(OutputDirectory output) {
    this.output = output;
  }

  /**
   * Starts a run directory. That it can be written is found out here, before any long work.
   *
   * @param uri where it is to appear
   * @param hadoop settings of the file system
   * @param overwrite whether an earlier run there is replaced, once the new one is whole
   * @throws InputException if the target exists and isn't to be overwritten or isn't a finished
   *     run, if a run to the same target is under way or was left unfinished, or if its parent
   *     can't be written
   */
  public static RunDirectory create(String uri, Configuration hadoop, boolean overwrite) {
    RunDirectory run = claim(uri, hadoop, overwrite);
    try {
      run.checkUnfinished(overwrite);
      run.output.start();
      return run;
    } catch (RuntimeException e) {
      throw run.abandoned(e);
    }
  }

  /**
   * Starts a run directory, or goes on with one.
   *
   * @param overwrite whether an earlier run there is replaced, where one is started
   * @return nothing if a run is complete there that was to be gone on with, perhaps only since this
   *     looked
   * @throws InputException as the method for that resumption
   */
  public static Optional<RunDirectory> open(
      Resumption resumption, String uri, Configuration hadoop, boolean overwrite) {
    return switch (resumption) {
      case REQUIRED -> Optional.of(resume(uri, hadoop));
      case AUTO -> resumeOrCreate(uri, hadoop);
      case NEVER -> Optional.of(create(uri, hadoop, overwrite));
    };
  }

  /**
   * Opens the run that was to appear at a target and ended before it was complete, checkpoints
   * included.
   *
   * @throws InputException if there is none, it is still under way, or a run is complete there
   */
  public static RunDirectory resume(String uri, Configuration hadoop) {
    RunDirectory run = claim(uri, hadoop, false);
    try {
      Location checkpoints = run.file(CHECKPOINTS);
      if (!checkpoints.exists()) {
        throw new InputException(
            uri,
            "no unfinished run with checkpoints beside it",
            checkpoints.toString(),
            "start the run without --resume");
      }
      // It had one if it was cut off while it appeared.
      run.file(SUCCESS).delete();
      return run;
    } catch (RuntimeException e) {
      throw run.abandoned(e);
    }
  }

  /**
   * Opens the unfinished run of a target if there is one that has checkpoints, and starts one
   * otherwise; one that was just begun is removed.
   *
   * @return the run; nothing if one is complete there, perhaps only since this looked
   * @throws InputException as {@link #create}
   */
  public static Optional<RunDirectory> resumeOrCreate(String uri, Configuration hadoop) {
    RunDirectory run;
    try {
      run = claim(uri, hadoop, false);
    } catch (InputException e) {
      // One that was cut off as it appeared is complete by the claim.
      if (isComplete(Location.output(uri, hadoop))) {
        return Optional.empty();
      }
      throw e;
    }
    try {
      if (run.file(CHECKPOINTS).exists()) {
        run.file(SUCCESS).delete();
      } else {
        run.checkBegun();
        run.output.start();
      }
      return Optional.of(run);
    } catch (RuntimeException e) {
      throw run.abandoned(e);
    }
  }

  /** Returns whether a run is complete at a target. */
  public static boolean isComplete(Location target) {
    return SuccessMarker.isIn(target);
  }

  private static RunDirectory claim(String uri, Configuration hadoop, boolean overwrite) {
    Location target = Location.output(uri, hadoop);
    return new RunDirectory(
        OutputDirectory.at(target, SUCCESS, overwrite, earlier -> check(earlier, overwrite))
            .claim());
  }

  private RuntimeException abandoned(RuntimeException e) {
    try {
      close();
    } catch (IOException | RuntimeException again) {
      e.addSuppressed(again);
    }
    return e;
  }

  private static void check(Location earlier, boolean overwrite) {
    if (!overwrite) {
      throw new InputException(
          earlier.uri(),
          "an existing path",
          "none",
          "choose another path, or replace it with --overwrite");
    }
    // A slip of the path must not delete somebody's home directory.
    if (!earlier.isEmptyDirectory() && !SuccessMarker.isIn(earlier)) {
      throw new InputException(
          earlier.uri(),
          "something that is no finished run (no " + SUCCESS + " in it)",
          "a finished run to overwrite",
          "choose another path or delete it yourself");
    }
  }

  /** A run that was killed is not to be written over unasked. */
  private void checkUnfinished(boolean overwrite) {
    if (!overwrite && directory().exists()) {
      throw new InputException(
          target().uri(),
          "an unfinished run, " + directory(),
          "none",
          (file(CHECKPOINTS).exists() ? "go on with it by --resume, or " : "")
              + "discard it with --overwrite");
    }
  }

  /** Of another command, or trained and not published. */
  private void checkBegun() {
    if (!directory().exists()) {
      return;
    }
    List<String> more =
        directory().list().stream().map(Location::name).filter(it -> !BEGUN.contains(it)).toList();
    if (!more.isEmpty()) {
      throw new InputException(
          target().uri(),
          "an unfinished output without checkpoints, "
              + directory()
              + ", with "
              + String.join(", ", more),
          "none, or one of a training that was just begun",
          "move it elsewhere, or discard it with --overwrite in place of --resume auto");
    }
  }

  /** Returns where the run is to appear. */
  public Location target() {
    return output.target();
  }

  /** Returns the directory that the run is written in before it appears. */
  public Location directory() {
    return output.temporary();
  }

  /** Returns a file or subdirectory of the run before it appears. */
  public Location file(String name) {
    return directory().child(name);
  }

  /**
   * Creates a file to write and close. An attempt that failed and is resumed may have left one.
   *
   * @throws UncheckedIOException as {@link #requireHeld}
   */
  public OutputStream create(String name) throws IOException {
    requireHeld();
    return file(name).create();
  }

  /**
   * Checks that no other process writes the run by now. That is so if this one gave no sign of life
   * for long, or its lease beside the target was deleted.
   *
   * @throws UncheckedIOException if one does, or that can't be told; nothing more is to be written
   *     then
   */
  public void requireHeld() {
    output.requireHeld();
  }

  /** Returns whether another process may write the run by now, as far as is known here. */
  public boolean isLost() {
    return output.isLost();
  }

  /**
   * Makes the run appear at its target. If that fails the run stays under its temporary name, which
   * the message gives: a finished training is not thrown away.
   *
   * @throws IOException if the target appeared meanwhile, or the file system refuses
   * @throws UncheckedIOException if another process writes the run by now
   */
  public void complete() throws IOException {
    keepOnClose();
    try {
      create(SUCCESS).close();
      output.complete();
    } catch (IOException | UncheckedIOException | InputException e) {
      if (output.isLost()) {
        throw e; // What is under the temporary name is another's.
      }
      throw new IOException(
          "could not write "
              + target().uri()
              + ": "
              + Reason.of(e)
              + (directory().exists()
                  ? "; the whole run is in " + directory() + ", move it by hand"
                  : "; all of it is there but for " + SUCCESS),
          e);
    }
  }

  /**
   * Makes {@link #close} leave an incomplete run under its temporary name, so that its checkpoints
   * can be resumed from.
   *
   * @return the temporary directory
   */
  public Location keepOnClose() {
    output.keepOnClose();
    return directory();
  }

  /** Removes everything written, unless the run is complete or is to be kept. */
  @Override
  public void close() throws IOException {
    output.close();
  }
}
