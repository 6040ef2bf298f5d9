package org.convspark.model.keras;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.model.ZipEntries;
import org.convspark.storage.Location;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model that Keras saved: {@code .keras} of Keras 3, or a whole model in HDF5 of Keras 2 and 3.
 * Files are taken for untrusted: nothing in them is run, and sizes are checked before they are
 * believed. The optimizer's state is left out.
 *
 * @param graph the network with its weights
 * @param input what it takes
 * @param remarks what was decided or left out, in lines for people
 */
public record KerasModel(ComputationGraph graph, ModelInput input, List<String> remarks) {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";
  private static final int MAX_CONFIG = 16 << 20;

  /** A model of the most parameters, with the state of its optimizer. */
  private static final int MAX_BYTES = 1 << 30;

  /** Returns whether a file's name is one of Keras's. */
  public static boolean isNamedSo(String file) {
    return file.endsWith(".keras") || file.endsWith(".h5") || file.endsWith(".hdf5");
  }

  /**
   * Reads a model.
   *
   * @throws InputException if it isn't one of Keras's, is damaged, or has a layer that isn't known
   */
  public static KerasModel read(Location file, KerasOptions options) {
    String where = file.uri();
    byte[] bytes =
        file.readAtMost(MAX_BYTES)
            .orElseThrow(() -> refuse(where, "more than " + MAX_BYTES + " bytes", null));
    if (Hdf5.begins(bytes)) {
      try (Hdf5 hdf5 = Hdf5.open(where, bytes)) {
        String json =
            hdf5.text("model_config").orElseThrow(() -> refuse(where, "weights alone", null));
        return of(KerasConfig.parse(where, json), KerasWeights.legacy(hdf5), options, where);
      }
    }
    Map<String, byte[]> entries = entries(where, bytes);
    String json = new String(entries.get(CONFIG), StandardCharsets.UTF_8);
    KerasConfig config = KerasConfig.parse(where + "!" + CONFIG, json);
    try (Hdf5 hdf5 = Hdf5.open(where + "!" + WEIGHTS, entries.get(WEIGHTS))) {
      return of(config, KerasWeights.ofLayers(hdf5, config), options, where);
    }
  }

  private static InputException refuse(String where, String found, Throwable cause) {
    return new InputException(
        where,
        found,
        "a whole model as Keras saves it, .keras or .h5",
        "save it by model.save(\"model.keras\")",
        cause);
  }

  private static Map<String, byte[]> entries(String where, byte[] bytes) {
    Map<String, byte[]> entries = new HashMap<>();
    ZipEntries.Skipped skipped = new ZipEntries.Skipped();
    try {
      ZipEntries.visit(
          new ByteArrayInputStream(bytes),
          (name, content) -> {
            switch (name) {
              case CONFIG -> entries.put(name, ZipEntries.readAtMost(name, content, MAX_CONFIG));
              case WEIGHTS -> entries.put(name, ZipEntries.readAtMost(name, content, MAX_BYTES));
              default -> skipped.add(name, content);
            }
            return true;
          });
    } catch (IOException e) {
      throw refuse(where, "no archive that can be read", e);
    }
    for (String name : List.of(CONFIG, WEIGHTS)) {
      if (!entries.containsKey(name)) {
        throw refuse(where, "no " + name + " in it", null);
      }
    }
    return entries;
  }

  private static KerasModel of(
      KerasConfig config, KerasWeights weights, KerasOptions options, String where) {
    ImageShape shape = shape(config, options, where);
    KerasGraph graph = new KerasGraph(config, weights, shape);
    ComputationGraph network = graph.build();
    PixelScale scale = graph.scale();
    List<String> remarks = new ArrayList<>(graph.remarks());
    if (!scale.given()) {
      scale = PixelScale.upTo(options.pixelRange());
      if (options.pixelRange() == 1) {
        remarks.add(
            "The model doesn't say what pixels it takes: pixels / 255; with --pixel-range 255 as"
                + " they are");
      }
    }
    int classes =
        (int)
            ((org.deeplearning4j.nn.conf.layers.FeedForwardLayer)
                    network.getOutputLayer(0).conf().getLayer())
                .getNOut();
    Standardization ofShares = scale.ofShares(shape.channels());
    if (!ofShares.equals(Standardization.NONE) && !shape.greyOrColour()) {
      throw new InputException(
          where,
          "pixels to be scaled of images of " + shape.channels() + " channels",
          "one channel or three",
          "build the model for pixels / 255");
    }
    return new KerasModel(
        network,
        new ModelInput(
            shape,
            IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
            Preprocessing.plain(Colour.of(shape.channels())).with(ofShares)),
        List.copyOf(remarks));
  }

  private static ImageShape shape(KerasConfig config, KerasOptions options, String where) {
    int[] given = config.shape();
    boolean first =
        config.layers().values().stream()
            .anyMatch(layer -> layer.kind().startsWith("Conv") && layer.channelsFirst());
    ImageShape shape =
        switch (given.length) {
          case 3 ->
              first
                  ? new ImageShape(given[1], given[2], given[0])
                  : new ImageShape(given[0], given[1], given[2]);
          case 2 -> new ImageShape(given[0], given[1], 1);
          default -> rows(given[0], options, where);
        };
    Optional<ImageShape> other = options.shape().filter(each -> !each.equals(shape));
    if (other.isPresent()) {
      throw new InputException(
          where, "a model for images of " + shape, other.get().toString(), "drop --image-shape");
    }
    return shape;
  }

  /** Of rows of values, square images of one channel, unless told otherwise. */
  private static ImageShape rows(int values, KerasOptions options, String where) {
    int side = (int) Math.round(Math.sqrt(values));
    Optional<ImageShape> shape =
        options
            .shape()
            .or(
                () ->
                    side * side == values
                        ? Optional.of(new ImageShape(side, side, 1))
                        : Optional.empty());
    return shape
        .filter(each -> each.size() == values)
        .orElseThrow(
            () ->
                new InputException(
                    where,
                    "a model for rows of " + values + " values",
                    "to be told their shape",
                    "add --image-shape HEIGHTxWIDTHxCHANNELS"));
  }
}
