package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;
import org.convspark.model.ModelFile;
import org.convspark.model.ModelOrigin;
import org.convspark.storage.Json;
import org.convspark.storage.Publication;
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
  public static final String METRICS = ModelOrigin.METRICS_FILE;
  public static final String DIAGNOSTICS = "diagnostics.json";
  public static final String COMPARISON = "comparison.json";
  public static final String HISTORY = "history.jsonl";
  public static final String PROVENANCE = ModelOrigin.PROVENANCE_FILE;
  public static final String MISTAKES = "mistakes.json";
  public static final String REPORT = "report.html";
  public static final String CHECKPOINTS = "checkpoints";
  public static final String TENSORBOARD = "tensorboard";
  public static final String SUCCESS = "_SUCCESS";

  private final FileSystem fs;
  private final Path target;
  private final Path temporary;
  private final boolean overwrite;
  private boolean keep;

  private RunDirectory(FileSystem fs, Path target, boolean overwrite) {
    this.fs = fs;
    this.target = target;
    this.overwrite = overwrite;
    this.temporary = new Path(target.getParent(), "." + target.getName() + ".unfinished");
  }

  /**
   * Starts a run directory. That it can be written is found out here, before any long work.
   *
   * @param target where it is to appear; its file system comes from the path itself
   * @param overwrite whether an earlier run there is replaced, once the new one is whole
   * @throws InputException if the target exists and isn't to be overwritten or isn't a finished
   *     run, if a run to the same target was left unfinished, or if its parent can't be written
   */
  public static RunDirectory create(Path target, Configuration hadoop, boolean overwrite) {
    try {
      FileSystem fs = target.getFileSystem(hadoop);
      // By way of a string, since a path made of a URI keeps a trailing slash and has no name.
      Path qualified = fs.makeQualified(new Path(target.toString()));
      if (qualified.isRoot()) {
        throw new InputException(
            target.toString(), "the root", "a directory below it", "name the run");
      }
      RunDirectory run = new RunDirectory(fs, qualified, overwrite);
      run.checkTarget();
      run.checkUnfinished();
      if (!fs.mkdirs(run.temporary)) {
        throw new IOException("no directory could be made");
      }
      // Where the process is told to stop, nobody closes this; Hadoop's shutdown hook deletes.
      fs.deleteOnExit(run.temporary);
      return run;
    } catch (IOException e) {
      throw new InputException(
          target.toString(),
          Reason.of(e),
          "a path whose parent can be written",
          "choose another path or mend its permissions",
          e);
    }
  }

  /**
   * Opens the run that was to appear at a target and ended before it was complete, checkpoints
   * included.
   *
   * @throws InputException if there is none, or a run is complete there
   */
  public static RunDirectory resume(Path target, Configuration hadoop) {
    try {
      FileSystem fs = target.getFileSystem(hadoop);
      RunDirectory run = new RunDirectory(fs, fs.makeQualified(target), false);
      run.checkTarget();
      if (!fs.exists(run.path(CHECKPOINTS))) {
        throw new InputException(
            target.toString(),
            "no unfinished run with checkpoints beside it",
            run.path(CHECKPOINTS).toString(),
            "start the run without --resume");
      }
      run.keepOnClose();
      return run;
    } catch (IOException e) {
      throw new InputException(
          target.toString(), Reason.of(e), "a readable path", "check its permissions", e);
    }
  }

  /** A run that was killed, or that still runs; neither is to be written over unasked. */
  private void checkUnfinished() throws IOException {
    if (!fs.exists(temporary)) {
      return;
    }
    if (!overwrite) {
      boolean resumable = fs.exists(path(CHECKPOINTS));
      throw new InputException(
          target.toString(),
          "an unfinished run, " + temporary,
          "none",
          (resumable ? "go on with it by --resume" : "wait if it still runs")
              + ", or discard it with --overwrite");
    }
    fs.delete(temporary, true);
  }

  private void checkTarget() throws IOException {
    if (!fs.exists(target)) {
      return;
    }
    if (!overwrite) {
      throw new InputException(
          target.toString(),
          "an existing path",
          "none",
          "choose another path, or replace it with --overwrite");
    }
    // A slip of the path must not delete somebody's home directory.
    FileStatus status = fs.getFileStatus(target);
    boolean empty = status.isDirectory() && fs.listStatus(target).length == 0;
    if (!empty && !fs.exists(new Path(target, SUCCESS))) {
      throw new InputException(
          target.toString(),
          "something that is no finished run (no " + SUCCESS + " in it)",
          "a finished run to overwrite",
          "choose another path or delete it yourself");
    }
  }

  /** Where it is to appear, qualified. */
  public Path target() {
    return target;
  }

  /** The directory while the run is being written, for who fills it whole. */
  public Path directory() {
    return temporary;
  }

  /** The path of a file or subdirectory while the run is being written. */
  public Path path(String name) {
    return new Path(temporary, name);
  }

  /** A file to write and close. An attempt that failed and is resumed may have left one. */
  public OutputStream create(String name) throws IOException {
    return fs.create(path(name), true);
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
    Publication publication = new Publication(fs, temporary, target);
    try {
      if (overwrite && fs.exists(target)) {
        checkTarget();
        publication.replace();
      } else {
        publication.appear();
      }
    } catch (IOException | InputException e) {
      throw new IOException(
          "could not write "
              + target
              + ": "
              + Reason.of(e)
              + "; the whole run is in "
              + temporary
              + ", move it by hand",
          e);
    }
  }

  /**
   * From here on {@link #close} leaves an incomplete run under its temporary name, so that its
   * checkpoints can be resumed from.
   *
   * @return that name
   */
  public Path keepOnClose() {
    keep = true;
    fs.cancelDeleteOnExit(temporary);
    return temporary;
  }

  /** Removes everything written, unless the run is complete or is to be kept. */
  @Override
  public void close() throws IOException {
    if (!keep) {
      fs.cancelDeleteOnExit(temporary);
      fs.delete(temporary, true);
    }
  }

  /**
   * A JSON file of a run.
   *
   * @throws InputException if it is missing or isn't JSON
   */
  public static JsonNode readJson(Path run, String name, Configuration hadoop) {
    return Json.read(new Path(run, name), hadoop);
  }
}
