package org.convspark.data.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.Contents;
import org.convspark.data.FileKind;
import org.convspark.storage.Location;
import org.convspark.storage.TaskErrors;

/**
 * The files below a directory that belong to a table: those of its kind, which is told by the
 * beginning of each. Readmes and checksums lie beside them.
 *
 * @param files of the table, in order
 * @param remarks for people: what was left out
 */
record KindFilter(List<String> files, List<String> remarks) {
  private static final Map<Contents.Kind, FileKind> KINDS =
      Map.of(
          Contents.Kind.PARQUET, FileKind.PARQUET,
          Contents.Kind.ORC, FileKind.ORC,
          Contents.Kind.AVRO, FileKind.AVRO,
          Contents.Kind.CSV, FileKind.TEXT);

  /** Names by which a file promises to belong to the table. */
  private static final Map<Contents.Kind, Pattern> NAMES =
      Map.of(
          Contents.Kind.PARQUET, Pattern.compile(".*\\.(parquet|parq|pq)"),
          Contents.Kind.ORC, Pattern.compile(".*\\.orc"),
          Contents.Kind.AVRO, Pattern.compile(".*\\.avro"),
          Contents.Kind.CSV, Pattern.compile(".*\\.(csv|tsv)(\\.gz)?"));

  /**
   * Looks into all files, on the executors.
   *
   * @throws InputException if one can't be read, or isn't what its name says
   */
  static KindFilter of(JavaSparkContext spark, Contents contents) {
    if (contents.files().size() == 1) {
      return new KindFilter(contents.files(), List.of());
    }
    FileKind wanted = KINDS.get(contents.kind());
    Pattern promise = NAMES.get(contents.kind());
    List<String> found = ofKind(spark, contents.files(), wanted);
    boolean text = contents.kind() == Contents.Kind.CSV;
    boolean named = text && found.stream().anyMatch(file -> promises(promise, file));
    List<String> taken = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int at = 0;
    for (String file : contents.files()) {
      boolean is = at < found.size() && found.get(at).equals(file);
      at += is ? 1 : 0;
      if (!is && promises(promise, file)) {
        throw new InputException(
            file, "none of the " + contents.kind(), "one, as its name says", "remove the file");
      }
      // Among texts the name must tell, where any does.
      (is && (!named || promises(promise, file)) ? taken : others).add(file);
    }
    return new KindFilter(
        taken,
        others.isEmpty()
            ? List.of()
            : List.of(
                "Left out "
                    + others.size()
                    + (others.size() == 1 ? " file that is" : " files that are")
                    + " none of the "
                    + contents.kind()
                    + ": "
                    + TableFiles.names(others)));
  }

  private static boolean promises(Pattern promise, String file) {
    return promise.matcher(file.toLowerCase(Locale.ROOT)).matches();
  }

  private static List<String> ofKind(JavaSparkContext spark, List<String> files, FileKind kind) {
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    try {
      return spark
          .parallelize(files, Math.min(files.size(), spark.defaultParallelism()))
          .filter(file -> FileKind.of(Location.of(file, hadoop.value().value())) == kind)
          .collect();
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
  }
}
