package org.convspark.run;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.model.ModelFile;
import org.convspark.model.ModelOrigin;
import org.convspark.storage.Expectation;
import org.convspark.storage.Location;
import org.convspark.storage.OutputDirectory;
import org.convspark.storage.Reason;

/**
 * A directory of results that is there whole or not at all. Files are written under a hidden
 * temporary name beside the target, {@code _SUCCESS} last, and one rename makes them appear.
 *
 * <p>On HDFS and local disks the rename is atomic. Object stores copy file by file; there readers
 * must wait for {@code _SUCCESS}, which is what it is for.
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
  public static final String SUCCESS = "_SUCCESS";

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
   *     run, if a run to the same target was left unfinished, or if its parent can't be written
   */
  public static RunDirectory create(String uri, Configuration hadoop, boolean overwrite) {
    RunDirectory run = at(uri, hadoop, overwrite);
    run.checkUnfinished(overwrite);
    run.output.start();
    return run;
  }

  /**
   * Opens the run that was to appear at a target and ended before it was complete, checkpoints
   * included.
   *
   * @throws InputException if there is none, or a run is complete there
   */
  public static RunDirectory resume(String uri, Configuration hadoop) {
    RunDirectory run = at(uri, hadoop, false);
    Location checkpoints = run.file(CHECKPOINTS);
    if (!checkpoints.exists()) {
      throw new InputException(
          uri,
          "no unfinished run with checkpoints beside it",
          checkpoints.toString(),
          "start the run without --resume");
    }
    run.keepOnClose();
    return run;
  }

  private static RunDirectory at(String uri, Configuration hadoop, boolean overwrite) {
    Location target = Location.of(uri, hadoop, Expectation.output(uri));
    return new RunDirectory(
        OutputDirectory.resumable(target, overwrite, earlier -> check(earlier, overwrite)));
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
    if (!earlier.isEmptyDirectory() && !earlier.child(SUCCESS).exists()) {
      throw new InputException(
          earlier.uri(),
          "something that is no finished run (no " + SUCCESS + " in it)",
          "a finished run to overwrite",
          "choose another path or delete it yourself");
    }
  }

  /** A run that was killed, or that still runs; neither is to be written over unasked. */
  private void checkUnfinished(boolean overwrite) {
    if (!directory().exists()) {
      return;
    }
    if (!overwrite) {
      boolean resumable = file(CHECKPOINTS).exists();
      throw new InputException(
          target().uri(),
          "an unfinished run, " + directory(),
          "none",
          (resumable ? "go on with it by --resume" : "wait if it still runs")
              + ", or discard it with --overwrite");
    }
    directory().delete();
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

  /** Creates a file to write and close. An attempt that failed and is resumed may have left one. */
  public OutputStream create(String name) throws IOException {
    return file(name).create();
  }

  /**
   * Makes the run appear at its target. If that fails the run stays under its temporary name, which
   * the message gives: a finished training is not thrown away.
   *
   * @throws IOException if the target appeared meanwhile, or the file system refuses
   */
  public void complete() throws IOException {
    create(SUCCESS).close();
    keepOnClose();
    try {
      output.complete();
    } catch (IOException | InputException e) {
      throw new IOException(
          "could not write "
              + target().uri()
              + ": "
              + Reason.of(e)
              + "; the whole run is in "
              + directory()
              + ", move it by hand",
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
