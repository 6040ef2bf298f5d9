package org.convspark.network;

import java.io.IOException;
import org.convspark.config.InputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Reads a graph's configuration from JSON of unknown origin. */
public final class NetworkJson {
  private static final String EXPECTED =
      "a ComputationGraphConfiguration as its toJson() writes it";

  private NetworkJson() {}

  /**
   * Parses and validates a configuration.
   *
   * @param where the file, for errors
   * @throws InputException if the text isn't such JSON, or names a class outside DL4J's and ND4J's
   *     layers, activations, losses, updaters and schedules
   */
  public static ComputationGraphConfiguration parse(String where, String json) {
    try {
      ConfigurationScreen.of(json)
          .foreignClass()
          .ifPresent(
              name -> {
                throw new InputException(
                    where,
                    "the class " + name,
                    "DL4J's and ND4J's own layers, activations, losses and updaters only",
                    "build the network from those");
              });
      ComputationGraphConfiguration conf = ComputationGraphConfiguration.fromJson(json);
      conf.validate();
      return conf;
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(where, e);
    }
  }

  private static InputException damaged(String where, Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new InputException(
        where,
        "JSON that can't be read: " + firstLine(root),
        EXPECTED,
        "write it with toJson()",
        e);
  }

  /** Returns the first line of the message of {@code e}; DL4J's and Jackson's go on for many. */
  static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
