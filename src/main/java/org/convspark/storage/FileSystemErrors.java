package org.convspark.storage;

import java.util.Map;
import org.apache.hadoop.util.VersionInfo;
import org.convspark.config.InputException;

/** Says in one line why the file system that a URI names can't be had. */
final class FileSystemErrors {
  private static final String AZURE = "hadoop-azure";

  /** Where Hadoop keeps the file systems whose names it knows and which it doesn't come with. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "s3a",
          "hadoop-aws",
          "abfs",
          AZURE,
          "abfss",
          AZURE,
          "wasb",
          AZURE,
          "wasbs",
          AZURE,
          "adl",
          "hadoop-azure-datalake");

  private FileSystemErrors() {}

  /**
   * Returns the error to throw.
   *
   * @param expectation what it says besides the reason, where the path is at fault
   * @param uri as the user wrote it
   */
  static InputException of(Expectation expectation, String uri, Throwable e) {
    if (!isMissingClass(e)) {
      return new InputException(
          expectation.where(), Reason.of(e), expectation.expected(), expectation.remedy(), e);
    }
    String scheme = uri.replaceFirst("(?s):.*", "");
    String library = LIBRARIES.getOrDefault(scheme, "");
    return new InputException(
        expectation.where(),
        "no library for " + scheme + ": on the class path (" + Reason.ofRoot(e) + ")",
        "one, as " + (library.isEmpty() ? "its settings name it" : library),
        library.isEmpty()
            ? "add its jar: -- --jars FILE"
            : "add it: -- --packages org.apache.hadoop:" + library + ":" + VersionInfo.getVersion(),
        e);
  }

  private static boolean isMissingClass(Throwable e) {
    return e instanceof ClassNotFoundException
        || e instanceof LinkageError
        || e.getCause() != null && isMissingClass(e.getCause());
  }
}
