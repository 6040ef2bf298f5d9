package org.convspark.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convspark.storage.Json;

/**
 * history.jsonl, a line per epoch.
 *
 * <p>Every epoch writes the file anew and closes it: the one way to have the line on disk after the
 * epoch on every file system. S3 can't append, and Hadoop's checksummed local file system holds
 * back what doesn't fill a block of 512 bytes, flushed or not. The file is small.
 */
public final class History implements EpochLog {
  private final Path path;
  private final Configuration hadoop;
  private final List<EpochRecord> epochs;

  /**
   * @param path of history.jsonl, which needn't exist; it is overwritten by the first epoch
   * @param earlier the epochs before a resume; empty for a new run
   */
  public History(Path path, Configuration hadoop, List<EpochRecord> earlier) {
    this.path = path;
    this.hadoop = hadoop;
    this.epochs = new ArrayList<>(earlier);
  }

  /** Adds an epoch; when this returns the file has it. */
  @Override
  public void append(EpochRecord epoch) throws IOException {
    epochs.add(epoch);
    StringBuilder lines = new StringBuilder();
    for (EpochRecord each : epochs) {
      lines.append(each.toJson()).append('\n');
    }
    try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The epochs so far, in order. */
  public List<EpochRecord> epochs() {
    return List.copyOf(epochs);
  }

  /**
   * The epochs of a finished or interrupted run.
   *
   * @throws org.convspark.config.InputException if the file is missing, or a line is damaged: it
   *     names the line
   */
  public static List<EpochRecord> read(Path path, Configuration hadoop) {
    List<EpochRecord> epochs = new ArrayList<>();
    int number = 0;
    String text = new String(Json.readBytes(path, hadoop), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      String where = path + " line " + ++number;
      epochs.add(EpochRecord.of(where, Json.parse(where, line)));
    }
    return epochs;
  }
}
