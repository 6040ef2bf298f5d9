package org.convspark.network;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.config.Redaction;
import org.convspark.data.ImageShape;
import org.convspark.storage.Expectation;
import org.convspark.storage.Location;
import org.convspark.storage.Submission;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * The user's own network, {@code file:PATH}: the JSON of a DL4J ComputationGraphConfiguration. A
 * path without a scheme is a local file, as in the URI {@code file:PATH}; {@code
 * file:hdfs://host/net.json} is on HDFS.
 *
 * <p>Layers, initialisation and regularisation are the file's; seed, updater and cache mode are the
 * training's, so that {@code --seed} and {@code --learning-rate} mean the same for every network.
 */
final class FileNetwork implements Architecture {
  static final String PREFIX = "file:";

  /** Our largest network's JSON is about half a megabyte. */
  static final int MAX_BYTES = 16 << 20;

  private static final Pattern HAS_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/");

  private final String name;
  private final String json;

  private FileNetwork(String name, String json) {
    this.name = Redaction.text(name);
    this.json = json;
  }

  /**
   * Reads the file; {@link #configure} checks it.
   *
   * @param name {@code file:PATH}
   * @throws InputException if it can't be read or is larger than {@value #MAX_BYTES} bytes
   */
  static FileNetwork read(String name, Configuration hadoop) {
    Expectation expectation =
        new Expectation(name, "a network's JSON", "check the path and its permissions");
    byte[] json =
        Submission.file(name, hadoop)
            .or(() -> Location.of(uri(name, hadoop), hadoop, expectation).readAtMost(MAX_BYTES))
            .orElseThrow(
                () ->
                    new InputException(
                        name,
                        "more than " + MAX_BYTES + " bytes",
                        "the JSON of one network",
                        "check that it is not the model itself"));
    return new FileNetwork(name, new String(json, StandardCharsets.UTF_8));
  }

  /** Of the file. Where the name holds none, it is as it was, for Hadoop to refuse. */
  private static String uri(String name, Configuration hadoop) {
    String path = name.substring(PREFIX.length());
    boolean local = !path.isBlank() && !HAS_SCHEME.matcher(path).lookingAt();
    return local ? "file://" + Submission.absolute(path, hadoop) : path;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "your own network, from JSON";
  }

  /** Returns 1: the file says nothing of it, and {@link #configure} finds out. */
  @Override
  public int smallestSide() {
    return 1;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if the file's network doesn't fit the images and classes
   */
  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    ComputationGraphConfiguration conf = NetworkJson.parse(name, json);
    ComputationGraphConfiguration fitted = new InputCompatibility(name, shape, classes).check(conf);
    ParameterCount.of(name, fitted);
    TrainingSetup.apply(fitted, base);
    return fitted;
  }
}
