package org.convspark.data.pictures;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.FileKind;
import org.convspark.storage.Location;
import org.convspark.storage.TaskErrors;

/** Tells what lies beside pictures, such as readmes: it neither is a picture nor is called one. */
final class ForeignFiles {
  /** Names by which a file promises a picture. */
  private static final Pattern PICTURE =
      Pattern.compile(
          "(?i).*\\.(png|apng|jpe?g|jpe|jfif|gif|bmp|dib|tiff?|webp|hei[cf]|avif|jp2|psd|tga|pgm|ppm)",
          Pattern.DOTALL);

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
    List<String> doubtful = files.stream().filter(file -> !isCalledPicture(file)).toList();
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

  private static boolean isCalledPicture(String file) {
    return PICTURE.matcher(file).matches();
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
