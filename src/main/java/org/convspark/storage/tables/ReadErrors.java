package org.convspark.storage.tables;

import java.io.FileNotFoundException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;
import org.convspark.config.InputException;
import org.convspark.storage.Checksums;
import org.convspark.storage.Reason;
import org.convspark.storage.TaskErrors;

/**
 * Says in one line what Spark, a format or a codec found wrong with files that it read. They throw
 * whatever comes first, AssertionError included, and wrap it several times.
 */
public final class ReadErrors {
  static final String REMEDY = "mend, replace or remove that file";

  private static final String WHOLE = "whole files of one table";
  private static final String DATA = "the data";

  /** What a job says whose executors or whose context are gone. */
  private static final Pattern LOST = Pattern.compile("ExecutorLostFailure|Job .*cancelled");

  /** How Spark 4 calls it that a file isn't what it should be; the path in it isn't encoded. */
  private static final String FOOTER = "[FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER]";

  private static final Pattern COLUMN = Pattern.compile("`([^`]+)`");

  private ReadErrors() {}

  /**
   * Returns the error behind a failed job or task if it is about files that were read; empty if it
   * is about something else, such as the output, a killed task, or memory.
   */
  public static Optional<InputException> find(Throwable failure) {
    String file = ofThisTask().orElse(DATA);
    boolean reading = false;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (isNotTheFilesFault(e)) {
        return Optional.empty();
      }
      boolean scan = isScan(e);
      reading |= scan;
      file = file(e, scan).orElse(file);
      if (e instanceof ChecksumException checksum) {
        return Optional.of(Checksums.mismatch(file, checksum));
      } else if (e instanceof SchemaColumnConvertNotSupportedException unlike) {
        return Optional.of(unlike(file, unlike, failure));
      } else if (e instanceof AnalysisException) {
        return Optional.of(columns(file, e, failure));
      } else if (e instanceof FileNotFoundException && scan) {
        return Optional.of(gone(file, e, failure));
      }
    }
    return reading
        ? Optional.of(new InputException(file, unreadable(failure), WHOLE, REMEDY, failure))
        : Optional.empty();
  }

  /**
   * Returns the error of files that couldn't be opened or read, where nothing else was tried.
   *
   * @param where what was read, where nothing says which file it was
   * @param failure what was thrown; an input error among its causes is returned as it is
   */
  static RuntimeException of(String where, Throwable failure) {
    RuntimeException known = named(where, failure);
    if (known instanceof InputException) {
      return known;
    }
    if (isInterruption(failure)) {
      return known;
    }
    String file =
        Stream.iterate(failure, e -> e != null, Throwable::getCause)
            .flatMap(e -> file(e, false).stream())
            .findFirst()
            .orElse(where);
    return Stream.iterate(failure, e -> e != null, Throwable::getCause)
        .filter(FileNotFoundException.class::isInstance)
        .findFirst()
        .map(e -> gone(file, e, failure))
        .orElseGet(() -> new InputException(file, unreadable(failure), WHOLE, REMEDY, failure));
  }

  private static InputException gone(String file, Throwable e, Throwable failure) {
    return new InputException(
        file,
        Reason.of(e),
        "files that stay while they are read and that every executor can read",
        "run the command again, with files on a shared file system such as hdfs://",
        failure);
  }

  /**
   * Returns what to throw for a failed job, as {@link TaskErrors#unwrap} does.
   *
   * @param where what was read, where nothing says which file it was
   */
  static RuntimeException named(String where, Throwable failure) {
    RuntimeException known = TaskErrors.unwrap(failure);
    return known instanceof InputException e && e.where().equals(DATA)
        ? new InputException(where, e.found(), e.expected(), e.remedy(), failure)
        : known;
  }

  /** Returns whether a task was ended, or lacked memory, for which what it read isn't to blame. */
  public static boolean isInterruption(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause)
        .anyMatch(ReadErrors::isNotTheFilesFault);
  }

  /** Returns whether files lie in partitions that aren't of one table. */
  static boolean isConflict(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("Conflicting directory structures")
        || message.contains("Conflicting partition column names");
  }

  private static boolean isNotTheFilesFault(Throwable e) {
    return e instanceof OutOfMemoryError
        || e instanceof InterruptedException
        || e instanceof InterruptedIOException
        || e instanceof ClosedByInterruptException
        || e instanceof TaskKilledException
        || (e instanceof SparkException && LOST.matcher(Reason.of(e)).find());
  }

  /** Whether it was thrown while a file was read: by what a scan of files called. */
  private static boolean isScan(Throwable e) {
    String scan = FileScanRDD.class.getName();
    return Arrays.stream(e.getStackTrace()).anyMatch(call -> call.getClassName().startsWith(scan));
  }

  private static Optional<String> file(Throwable e, boolean scan) {
    if (!(e instanceof SparkThrowable spark) || spark.getMessageParameters() == null) {
      return Optional.empty();
    }
    Map<String, String> named = spark.getMessageParameters();
    if (named.containsKey("file")) {
      return Optional.of(named.get("file"));
    }
    if (String.valueOf(e.getMessage()).startsWith(FOOTER)) {
      return Optional.ofNullable(named.get("path"));
    }
    // Of an error in writing, it is the output.
    String encoded = scan ? named.getOrDefault("filePath", named.get("path")) : null;
    return Optional.ofNullable(encoded).map(ReadErrors::decoded);
  }

  /** Where a reader's own exception comes through, as of a damaged page, it names no file. */
  private static Optional<String> ofThisTask() {
    String file = InputFileBlockHolder.getInputFilePath().toString();
    return TaskContext.get() == null || file.isEmpty()
        ? Optional.empty()
        : Optional.of(decoded(file));
  }

  private static String decoded(String uri) {
    try {
      return new Path(new URI(uri)).toString();
    } catch (URISyntaxException e) {
      return uri;
    }
  }

  private static InputException unlike(
      String file, SchemaColumnConvertNotSupportedException e, Throwable failure) {
    return new InputException(
        file,
        "column '" + e.getColumn().replaceAll("^\\[|]$", "") + "' of " + e.getPhysicalType(),
        e.getLogicalType() + " as in the other files",
        "write all files with the same types",
        failure);
  }

  private static InputException columns(String file, Throwable e, Throwable failure) {
    String message = Reason.of(e);
    Matcher column = COLUMN.matcher(message);
    boolean twice = message.startsWith("[COLUMN_ALREADY_EXISTS]") || message.contains("ambiguous");
    return twice && column.find()
        ? new InputException(
            file,
            "more than one column '" + column.group(1) + "', upper and lower case aside",
            "columns that Spark can tell apart",
            "rename or drop one",
            failure)
        : new InputException(
            file, plain(message), "data that Spark reads as one table", REMEDY, failure);
  }

  private static String unreadable(Throwable failure) {
    String reason = Reason.ofRoot(failure);
    return reason.contains(" is not a Parquet file")
        ? "no Parquet"
        : "content that can't be read: " + reason;
  }

  /** Without the name of the class of errors, and without advice that is for others. */
  private static String plain(String message) {
    return message.replaceFirst("^\\[[A-Z_.]+] ", "").replaceFirst("\\.( .*|$)", "");
  }
}
