package org.convspark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.TaskContext;
import org.convspark.config.InputException;

/** Says in one line what an I/O error at a location means to the user. */
final class AccessErrors {
  private AccessErrors() {}

  /**
   * Returns the error to throw.
   *
   * @param expectation what it says besides the reason, where that is known
   */
  static InputException of(Location location, Optional<Expectation> expectation, IOException e) {
    if (e instanceof ChecksumException) {
      return Checksums.mismatch(location.toString(), location.path(), e);
    }
    boolean missing = e instanceof FileNotFoundException || e instanceof NoSuchFileException;
    if (expectation.isPresent()) {
      Expectation it = expectation.get();
      return new InputException(
          it.where(), missing ? "no such file" : Reason.of(e), it.expected(), it.remedy(), e);
    }
    String where = location.toString();
    if (denied(e)) {
      return new InputException(
          where, "no permission", "access to it", "change its owner or mode", e);
    }
    if (missing) {
      // A file that the driver saw and an executor doesn't is on a disk that they don't share.
      boolean executor = TaskContext.get() != null;
      return new InputException(
          where,
          executor ? "no such file on an executor" : "no such file",
          executor ? "one that every executor can read" : "a readable file",
          executor ? "put it on a shared file system such as hdfs://" : "check the path",
          e);
    }
    return new InputException(
        where, Reason.of(e), "a usable path", "check the path and that its service runs", e);
  }

  private static boolean denied(IOException e) {
    return e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || (e.getMessage() != null && e.getMessage().contains("Permission denied"));
  }
}
