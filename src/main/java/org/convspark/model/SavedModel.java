package org.convspark.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.network.InputCompatibility;
import org.convspark.network.NetworkInput;
import org.convspark.storage.Expectation;
import org.convspark.storage.Json;
import org.convspark.storage.Location;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model that was saved, and what is known of it. Every command opens models here.
 *
 * @param file the model.zip or checkpoint
 * @param sha256 of that file, in lower-case hex
 * @param graph the network with its updater state, or a fresh one if the file has none; of a
 *     checkpoint, as training stood when it was written, which need not be the best epoch
 * @param origin what is known beyond the network
 */
public record SavedModel(Location file, String sha256, ComputationGraph graph, ModelOrigin origin) {
  private static final String REMEDY = "give another checkpoint";
  private static final String EXPECTED = "a model.zip or a run directory, or a checkpoint";

  /**
   * Opens a model on any Hadoop file system, treating it as untrusted: no class is loaded but
   * DL4J's layers and their settings, nothing is deserialized by Java, and memory stays within a
   * few times what the configuration's parameters need.
   *
   * @param uri of a model.zip, a run directory that has one, a checkpoint, or a directory of
   *     checkpoints, whose newest is opened
   * @throws InputException if it is missing or unreadable, holds anything but a model with one
   *     input and one output in 32-bit floats, or its parts don't fit together
   */
  public static SavedModel open(String uri, Configuration hadoop) {
    return open(
        Location.of(uri, hadoop, new Expectation(uri, EXPECTED, "check the path of --model")));
  }

  /** Opens a model as {@link #open(String, Configuration)} does. */
  public static SavedModel open(Location given) {
    Location file = file(given);
    String where = file.uri();
    ModelArchive archive = new ModelArchive(file);
    ModelConfiguration configuration = ModelConfiguration.parse(where, archive.configuration());
    Map<String, byte[]> content = archive.content(configuration.parameters());
    ComputationGraph graph = configuration.toGraph(where, content);
    String sha256 = file.sha256();
    byte[] state = content.get(ModelFile.STATE);
    return new SavedModel(
        file,
        sha256,
        graph,
        state == null
            ? ModelOrigin.ofRun(file, sha256)
            : ModelOrigin.ofCheckpoint(
                Json.parse(where + "!" + ModelFile.STATE, new String(state, UTF_8), REMEDY),
                sha256));
  }

  private static Location file(Location given) {
    if (!given.exists()) {
      throw new InputException(given.toString(), "nothing", EXPECTED, "check the path of --model");
    }
    if (!given.isDirectory()) {
      return given;
    }
    Location model = given.child(ModelFile.NAME);
    if (model.exists()) {
      return model;
    }
    List<Location> checkpoints = CheckpointNames.oldestFirst(given.list());
    if (checkpoints.isEmpty()) {
      throw new InputException(model.toString(), "nothing", "a model.zip", "check the path");
    }
    return checkpoints.get(checkpoints.size() - 1);
  }

  /** Returns its network's name in the catalog where that is known, else its file's name. */
  public String name() {
    return origin.network().orElseGet(() -> file.name().replaceFirst("\\.[^.]*$", ""));
  }

  /** Returns how many classes it tells apart, labelled from 0. */
  public int classes() {
    return NetworkInput.classes(file.uri(), graph.getConfiguration());
  }

  /**
   * Returns the shape of the images that it takes: those that it was trained on, where that is
   * known, and else as {@link NetworkInput} finds out.
   *
   * @throws InputException if it can't be found out, or the network doesn't take such images
   */
  public ImageShape shape() {
    ImageShape shape =
        origin.shape().orElseGet(() -> NetworkInput.of(file.uri(), graph.getConfiguration()));
    requireFit(shape);
    return shape;
  }

  /**
   * Checks that the model can be scored on a dataset.
   *
   * @throws InputException if it takes images of another shape or tells other classes apart
   */
  public void requireFit(DatasetInfo dataset) {
    requireFit(dataset.name(), dataset.shape());
    if (dataset.classes() != classes()) {
      throw unfit(classes() + " classes", dataset.classes() + " as " + dataset.name() + " has");
    }
  }

  /**
   * Checks that the model can predict images.
   *
   * @param images what errors call them
   * @param found their shape
   * @throws InputException if the model takes images of another shape
   */
  public void requireFit(String images, ImageShape found) {
    if (origin.shape().isPresent() && !found.equals(origin.shape().get())) {
      throw unfit("images of " + origin.shape().get(), found + " as " + images + " has them");
    }
    requireFit(found);
  }

  private void requireFit(ImageShape images) {
    new InputCompatibility(file.uri(), images, classes()).check(graph.getConfiguration());
  }

  private InputException unfit(String takes, String expected) {
    return new InputException(
        file.uri(), "a model for " + takes, expected, "choose another model or other data");
  }
}
