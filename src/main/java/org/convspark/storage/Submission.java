package org.convspark.storage;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;

/**
 * What is known of the place where a command was given, once the driver runs on some machine of the
 * cluster: there a relative path would end in a scratch directory, which is deleted later, and a
 * file that the user named isn't there. {@code submit/convspark.sh} puts what is needed into
 * Hadoop's settings, which come to everything that opens a path.
 */
public final class Submission {
  /**
   * The setting of the directory in which the command was given. It is there only where the driver
   * is in the cluster, and empty where the submission didn't say.
   */
  public static final String DIRECTORY = "convspark.submit.directory";

  /**
   * What settings of files begin with. Their values are {@code NAME:CONTENT}: the name as it was
   * given, and the gzipped content, both in base64.
   */
  private static final String FILE = "convspark.submit.file.";

  private Submission() {}

  /** Returns whether the driver runs on a machine that the cluster has chosen. */
  public static boolean isElsewhere(Configuration hadoop) {
    return hadoop.getRaw(DIRECTORY) != null;
  }

  /**
   * Returns the absolute path that a path on a local disk had where the command was given.
   *
   * @throws InputException if it is relative and nothing says to what
   */
  public static String absolute(String path, Configuration hadoop) {
    if (new File(path).isAbsolute() || !isElsewhere(hadoop)) {
      return new File(path).getAbsolutePath();
    }
    String directory = hadoop.getRaw(DIRECTORY);
    if (directory.isEmpty()) {
      throw new InputException(
          path,
          "a relative path for a driver in the cluster, which has another working directory",
          "a whole path",
          "give a URI such as hdfs://host/path or file:///path, or submit with submit/convspark.sh");
    }
    return directory + "/" + path;
  }

  /**
   * Returns the content of a file that came with the command.
   *
   * @param given the path as it was given
   */
  public static Optional<byte[]> file(String given, Configuration hadoop) {
    String name = Base64.getEncoder().encodeToString(given.getBytes(StandardCharsets.UTF_8)) + ":";
    for (Map.Entry<String, String> setting : hadoop.getPropsWithPrefix(FILE).entrySet()) {
      if (setting.getValue().startsWith(name)) {
        return Optional.of(unzipped(setting.getValue().substring(name.length())));
      }
    }
    return Optional.empty();
  }

  private static byte[] unzipped(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
