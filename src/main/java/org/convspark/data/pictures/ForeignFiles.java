package org.convspark.data.pictures;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.FileKind;
import org.convspark.storage.Location;
import org.convspark.storage.TaskErrors;

/** Tells what lies beside pictures, such as readmes: it neither is a picture nor is called one. */
final class ForeignFiles {
  private ForeignFiles() {}

  /**
   * Returns those of the files that are foreign. Only the beginnings of files that aren't called
   * pictures are read, on the executors.
   *
   * @param files URIs
   * @param partitions tasks that read them
   */
  static Set<String> among(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      List<String> files,
      int partitions) {
    List<String> doubtful = files.stream().filter(file -> !PictureFormat.isNamedSo(file)).toList();
    if (doubtful.isEmpty()) {
      return Set.of();
    }
    try {
      return new TreeSet<>(
          spark
              .parallelize(doubtful, Math.min(doubtful.size(), partitions))
              .filter(file -> isForeign(Location.of(file, hadoop.value().value())))
              .collect());
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
  }

  private static boolean isForeign(Location file) {
    try {
      return FileKind.of(file) != FileKind.PICTURE;
    } catch (InputException e) {
      // Nobody knows: who reads it says why it can't be read.
      return false;
    }
  }
}
