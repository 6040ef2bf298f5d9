package org.convspark.network.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.config.Redaction;
import org.convspark.network.Architecture;
import org.convspark.network.text.NetworkText;
import org.convspark.storage.Expectation;
import org.convspark.storage.Location;
import org.convspark.storage.Submission;

/**
 * The file of a user's own network, {@code file:PATH}: its text, or the JSON of a DL4J
 * ComputationGraphConfiguration. A path without a scheme is a local file, as in the URI {@code
 * file:PATH}; {@code file:hdfs://host/net.txt} is on HDFS.
 */
final class NetworkFile {
  static final String PREFIX = "file:";

  /** Our largest network's JSON is about half a megabyte. */
  static final int MAX_BYTES = 16 << 20;

  private static final Pattern HAS_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/");

  private NetworkFile() {}

  /**
   * Reads the file.
   *
   * @param name {@code file:PATH}
   * @param parameters of a text, by name
   * @throws InputException if it can't be read, is larger than {@value #MAX_BYTES} bytes, or is a
   *     text that isn't of the notation; JSON is checked when the network is configured
   * @throws org.convspark.config.UsageException if it doesn't have such parameters
   */
  static Architecture read(String name, Map<String, String> parameters, Configuration hadoop) {
    String shown = Redaction.text(name);
    String text = text(name, hadoop);
    if (!text.stripLeading().startsWith("{")) {
      return NetworkText.parse(shown, text, parameters);
    }
    NetworkCatalog.requireNone(parameters, shown + ", JSON,");
    return new JsonNetwork(shown, text);
  }

  private static String text(String name, Configuration hadoop) {
    Expectation expectation =
        new Expectation(name, "a network's text or JSON", "check the path and its permissions");
    byte[] json =
        Submission.file(name, hadoop)
            .or(() -> Location.of(uri(name, hadoop), hadoop, expectation).readAtMost(MAX_BYTES))
            .orElseThrow(
                () ->
                    new InputException(
                        name,
                        "more than " + MAX_BYTES + " bytes",
                        "the text or JSON of one network",
                        "check that it is not the model itself"));
    return new String(json, StandardCharsets.UTF_8);
  }

  /** Of the file. Where the name holds none, it is as it was, for Hadoop to refuse. */
  private static String uri(String name, Configuration hadoop) {
    String path = name.substring(PREFIX.length());
    boolean local = !path.isBlank() && !HAS_SCHEME.matcher(path).lookingAt();
    return local ? "file://" + Submission.absolute(path, hadoop) : path;
  }
}
