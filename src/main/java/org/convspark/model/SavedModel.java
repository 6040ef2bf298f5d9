package org.convspark.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.network.InputCompatibility;
import org.convspark.network.NetworkInput;
import org.convspark.storage.Json;
import org.convspark.storage.OutputFile;
import org.convspark.storage.Reason;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model that somebody saved, and what is known of it.
 *
 * @param path of its file, qualified
 * @param graph the network with its parameters
 * @param name the network's, from the run that trained it; the file's name without one
 * @param shape of the images that it takes: those that it was trained on, where its run says so,
 *     and else as {@link NetworkInput} finds out
 * @param trained whether its run says so
 * @param classes how many it tells apart
 */
public record SavedModel(
    Path path,
    ComputationGraph graph,
    String name,
    ImageShape shape,
    boolean trained,
    int classes) {

  /**
   * Opens a model.
   *
   * @param uri of a model.zip, or of a run directory that has one
   * @throws InputException if it can't be used; see {@link ModelFile#read}
   */
  public static SavedModel open(String uri, Configuration hadoop) {
    Path file = file(uri, hadoop);
    ComputationGraph graph = ModelFile.read(file, hadoop);
    Path run = file.getParent();
    boolean trained =
        file.getName().equals(ModelFile.NAME)
            && OutputFile.exists(new Path(run, ModelOrigin.PROVENANCE_FILE), hadoop)
            && OutputFile.exists(new Path(run, ModelOrigin.METRICS_FILE), hadoop);
    String name =
        trained
            ? Json.required(
                    run.toString(),
                    Json.read(new Path(run, ModelOrigin.METRICS_FILE), hadoop),
                    ModelOrigin.NETWORK)
                .asText()
            : file.getName().replaceFirst("\\.[^.]*$", "");
    Optional<ImageShape> known = trained ? trainedOn(run, hadoop) : Optional.empty();
    String where = file.toString();
    ImageShape shape = known.orElseGet(() -> NetworkInput.of(where, graph.getConfiguration()));
    int classes = NetworkInput.classes(where, graph.getConfiguration());
    new InputCompatibility(where, shape, classes).check(graph.getConfiguration());
    return new SavedModel(file, graph, name, shape, known.isPresent(), classes);
  }

  private static Path file(String uri, Configuration hadoop) {
    try {
      Path given = new Path(uri);
      FileSystem fs = given.getFileSystem(hadoop);
      Path path = fs.makeQualified(given);
      return fs.getFileStatus(path).isDirectory() ? new Path(path, ModelFile.NAME) : path;
    } catch (FileNotFoundException e) {
      throw new InputException(
          uri, "nothing", "a model.zip or a run directory", "check the path of --model", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          uri, Reason.of(e), "a model.zip or a run directory", "check the path of --model", e);
    }
  }

  private static Optional<ImageShape> trainedOn(Path run, Configuration hadoop) {
    JsonNode dataset =
        Json.read(new Path(run, ModelOrigin.PROVENANCE_FILE), hadoop).path(ModelOrigin.DATASET);
    try {
      return Optional.of(
          new ImageShape(
              dataset.path("height").asInt(),
              dataset.path("width").asInt(),
              dataset.path("channels").asInt()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes sure that the model can be scored on a dataset.
   *
   * @throws InputException if it takes images of another shape or tells other classes apart
   */
  public void requireFit(DatasetInfo dataset) {
    requireFit(dataset.name(), dataset.shape());
    if (dataset.classes() != classes) {
      throw unfit(classes + " classes", dataset.classes() + " as " + dataset.name() + " has");
    }
  }

  /**
   * Makes sure that images can be predicted.
   *
   * @param images what they are, for errors
   * @param found their shape
   * @throws InputException if the model takes images of another shape
   */
  public void requireFit(String images, ImageShape found) {
    if (trained && !found.equals(shape)) {
      throw unfit("images of " + shape, found + " as " + images + " has them");
    }
    new InputCompatibility(path.toString(), found, classes).check(graph.getConfiguration());
  }

  private InputException unfit(String takes, String expected) {
    return new InputException(
        path.toString(), "a model for " + takes, expected, "choose another model or other data");
  }

  /** The SHA-256 of the file, in lower-case hex. */
  public String sha256(Configuration hadoop) throws IOException {
    MessageDigest digest = ModelFile.sha256();
    try (InputStream in = new DigestInputStream(path.getFileSystem(hadoop).open(path), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
