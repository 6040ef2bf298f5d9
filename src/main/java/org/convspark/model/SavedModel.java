package org.convspark.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.model.keras.KerasModel;
import org.convspark.model.keras.KerasOptions;
import org.convspark.network.InputCompatibility;
import org.convspark.network.NetworkInput;
import org.convspark.storage.Expectation;
import org.convspark.storage.Location;
import org.convspark.storage.SuccessMarker;
import org.convspark.storage.text.Json;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model that was saved, and what is known of it. Every command opens models here.
 *
 * @param file the model.zip or checkpoint
 * @param sha256 of that file, in lower-case hex
 * @param graph the network with its updater state, or a fresh one if the file has none; of a
 *     checkpoint, as training stood when it was written, which need not be the best epoch
 * @param origin what is known beyond the network
 * @param remarks what was decided or left out where it is another program's, in lines for people
 */
public record SavedModel(
    Location file,
    String sha256,
    ComputationGraph graph,
    ModelOrigin origin,
    List<String> remarks) {
  private static final String REMEDY = "give another checkpoint";
  private static final String EXPECTED =
      "a model.zip or a run directory, a checkpoint, or a model of Keras";

  /**
   * Opens a model on any Hadoop file system, treating it as untrusted: no class is loaded but
   * DL4J's layers and their settings, nothing is deserialized by Java, and memory stays within a
   * few times what the configuration's parameters need.
   *
   * @param uri of a model.zip, a run directory that has one, a checkpoint, a directory of
   *     checkpoints, whose newest is opened, or a model of Keras
   * @throws InputException if it is missing or unreadable, of a run that isn't finished, holds
   *     anything but a model with one input and one output in 32-bit floats, or its parts don't fit
   *     together
   */
  public static SavedModel open(String uri, Configuration hadoop) {
    return open(Location.of(uri, hadoop, new Expectation(uri, EXPECTED, "check the path")));
  }

  /** Opens a model as {@link #open(String, Configuration)} does. */
  public static SavedModel open(Location given) {
    return open(given, KerasOptions.DEFAULT);
  }

  /**
   * Opens a model as {@link #open(String, Configuration)} does.
   *
   * @param keras what a file of Keras doesn't say
   */
  public static SavedModel open(String uri, Configuration hadoop, KerasOptions keras) {
    return open(Location.of(uri, hadoop, new Expectation(uri, EXPECTED, "check the path")), keras);
  }

  private static SavedModel open(Location given, KerasOptions keras) {
    Location file = file(given);
    if (KerasModel.isNamedSo(file.name())) {
      KerasModel model = KerasModel.read(file, keras);
      String sha256 = file.sha256();
      return new SavedModel(
          file,
          sha256,
          model.graph(),
          new ModelOrigin(
              Optional.empty(), Optional.empty(), Optional.of(model.input()), Optional.of(sha256)),
          model.remarks());
    }
    String where = file.uri();
    ModelArchive archive = new ModelArchive(file);
    ModelConfiguration configuration = ModelConfiguration.parse(where, archive.configuration());
    Map<String, byte[]> content = archive.content(configuration.parameters());
    ComputationGraph graph = configuration.toGraph(where, content);
    String sha256 = file.sha256();
    for (String entry : List.of(ModelFile.STATE, ModelFile.ORIGIN)) {
      byte[] json = content.get(entry);
      if (json != null) {
        return new SavedModel(
            file,
            sha256,
            graph,
            ModelOrigin.ofFile(
                Json.parse(where + "!" + entry, new String(json, UTF_8), REMEDY), sha256),
            List.of());
      }
    }
    return new SavedModel(file, sha256, graph, ModelOrigin.ofRun(file, sha256), List.of());
  }

  /**
   * Returns the configuration of a model's network as its file has it, in JSON that nobody has
   * looked at.
   *
   * @param given as for {@link #open(Location)}
   * @throws InputException if there is none
   */
  public static String configuration(Location given) {
    return new ModelArchive(file(given)).configuration();
  }

  private static Location file(Location given) {
    if (!given.exists()) {
      throw new InputException(given.toString(), "nothing", EXPECTED, "check the path");
    }
    if (!given.isDirectory()) {
      return given;
    }
    Location model = given.child(ModelFile.NAME);
    if (model.exists()) {
      SuccessMarker.require(given, "give its " + ModelFile.NAME + " itself");
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
   * Returns what it takes: what it was trained on, where that is known. A model that doesn't say
   * takes pixels / 255 of the shape given, or of the only shape that fits.
   *
   * @param given shape of the images, from the user or the data; used only where the model doesn't
   *     say
   * @throws InputException if the shape has to be given and isn't, or the network doesn't take such
   *     images
   */
  public ModelInput input(Optional<ImageShape> given) {
    ModelInput input =
        origin
            .input()
            .map(known -> new ModelInput(known.shape(), classNames(), known.preprocessing()))
            .orElseGet(
                () -> {
                  ImageShape shape =
                      given.orElseGet(() -> NetworkInput.of(file.uri(), graph.getConfiguration()));
                  return new ModelInput(
                      shape, classNames(), Preprocessing.plain(Colour.of(shape.channels())));
                });
    requireFit(input.shape());
    return input;
  }

  /** Returns what its classes are called, in order; their numbers where nothing else is known. */
  public List<String> classNames() {
    return origin
        .input()
        .map(ModelInput::classNames)
        .filter(names -> names.size() == classes())
        .orElseGet(() -> IntStream.range(0, classes()).mapToObj(Integer::toString).toList());
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
    if (origin.shape().filter(shape -> !shape.equals(found)).isPresent()) {
      throw unfit("images of " + origin.shape().get(), found + " as " + images + " has them");
    }
    requireFit(found);
  }

  private void requireFit(ImageShape images) {
    new InputCompatibility(file.uri(), images, classes()).checkBuilt(graph.getConfiguration());
  }

  private InputException unfit(String takes, String expected) {
    return new InputException(
        file.uri(), "a model for " + takes, expected, "choose another model or other data");
  }
}
