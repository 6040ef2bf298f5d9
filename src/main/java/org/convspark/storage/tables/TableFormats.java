package org.convspark.storage.tables;

import java.util.Optional;
import java.util.regex.Pattern;
import org.convspark.config.InputException;
import org.convspark.storage.FoundFiles;
import org.convspark.storage.FoundFiles.LeftOut;
import org.convspark.storage.Location;

/**
 * Recognises the directories of Delta, Iceberg and Hudi. They keep Parquet files whose rows were
 * deleted or replaced long ago; which count, a log beside them says.
 */
public final class TableFormats {
  private static final String DELTA = "_delta_log";
  private static final String HUDI = ".hoodie";
  private static final Pattern ICEBERG = Pattern.compile(".*\\.metadata\\.json(\\.gz)?");

  private TableFormats() {}

  /**
   * Refuses a place that is such a table or is in one.
   *
   * @throws InputException if it is; it names the table and the way to its current rows
   */
  public static void refuse(Location place) {
    for (Optional<Location> at = Optional.of(place); at.isPresent(); at = at.get().parent()) {
      Location directory = at.get();
      if (isThere(directory.child(DELTA))) {
        throw refusal(directory.toString(), "Delta");
      }
      if (isThere(directory.child(HUDI))) {
        throw refusal(directory.toString(), "Hudi");
      }
      if (isIceberg(directory.child("metadata"))) {
        throw refusal(directory.toString(), "Iceberg");
      }
    }
  }

  /**
   * Refuses a place that is such a table, is in one, or has one below it.
   *
   * @param found what {@link Location#files} finds at the place
   * @throws InputException as {@link #refuse(Location)} does
   */
  public static void refuse(Location place, FoundFiles found) {
    refuse(place);
    for (LeftOut each : found.leftOut()) {
      int slash = each.uri().lastIndexOf('/');
      String name = each.uri().substring(slash + 1);
      if (name.equals(DELTA) || name.equals(HUDI)) {
        throw refusal(each.uri().substring(0, slash), name.equals(DELTA) ? "Delta" : "Hudi");
      }
    }
    for (String uri : found.uris()) {
      int slash = uri.lastIndexOf('/');
      String directory = uri.substring(0, slash);
      if (directory.endsWith("/metadata") && ICEBERG.matcher(uri).matches()) {
        throw refusal(directory.substring(0, directory.lastIndexOf('/')), "Iceberg");
      }
    }
  }

  private static boolean isIceberg(Location metadata) {
    try {
      return metadata.isDirectory()
          && metadata.list().stream().anyMatch(file -> ICEBERG.matcher(file.name()).matches());
    } catch (InputException e) {
      return false; // A directory further up that isn't ours to look into.
    }
  }

  private static boolean isThere(Location log) {
    try {
      return log.exists();
    } catch (InputException e) {
      return false;
    }
  }

  private static InputException refusal(String where, String format) {
    return new InputException(
        where,
        "a table of " + format + ", in whose files are rows that the table has no more",
        "plain Parquet",
        "read it as table:NAME or sql:QUERY where Spark's catalog has it,"
            + " or write its current rows as Parquet");
  }
}
