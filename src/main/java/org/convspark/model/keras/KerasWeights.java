package org.convspark.model.keras;

import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a Keras file has the arrays of each layer, in the layer's own order. */
interface KerasWeights {
  /**
   * Returns an array of a layer in C order.
   *
   * @param index of the array in the layer's list, from 0
   * @param shape that it must have
   * @throws org.convspark.config.InputException if it isn't there, or of another shape
   */
  float[] of(KerasLayer layer, int index, int... shape);

  /** Returns the weights of a whole model in HDF5, of Keras 2 and 3. */
  static KerasWeights legacy(Hdf5 file) {
    return (layer, index, shape) -> {
      String group = "model_weights/" + layer.name();
      List<String> names =
          file.group(group).map(each -> file.texts(each, "weight_names")).orElse(List.of());
      if (index >= names.size()) {
        throw file.refuse(
            names.size() + " arrays of the layer " + layer.name(), "at least " + (index + 1));
      }
      return file.values(group + "/" + names.get(index), shape);
    };
  }

  /** Returns the weights of model.weights.h5 in a .keras file. */
  static KerasWeights ofLayers(Hdf5 file, KerasConfig config) {
    Map<String, String> groups = groups(file, config);
    return (layer, index, shape) -> {
      String group = groups.get(layer.name());
      if (group == null) {
        throw file.refuse("no weights of the layer " + layer.name(), "those of every layer");
      }
      return file.values(group + "/vars/" + index, shape);
    };
  }

  private static Map<String, String> groups(Hdf5 file, KerasConfig config) {
    String root = file.group("layers").isPresent() ? "layers" : "_layer_checkpoint_dependencies";
    Group all = file.group(root).orElseThrow(() -> file.refuse("no layers", "their weights"));
    Map<String, String> byName = new HashMap<>();
    Map<String, String> counted = new HashMap<>();
    Map<String, Integer> used = new HashMap<>();
    for (Node node : all.getChildren().values()) {
      String path = root + "/" + node.getName();
      Optional<Group> vars = file.group(path + "/vars");
      vars.flatMap(each -> file.text(each, "name")).ifPresent(name -> byName.put(name, path));
    }
    for (KerasLayer layer : config.layers().values()) {
      String kind = snake(layer.kind());
      int count = used.merge(kind, 1, Integer::sum) - 1;
      counted.put(layer.name(), root + "/" + (count == 0 ? kind : kind + "_" + count));
    }
    // The first versions of Keras 3 didn't write the names.
    return byName.isEmpty() ? counted : byName;
  }

  /** As Keras does it: Conv2D is conv2d, BatchNormalization batch_normalization. */
  private static String snake(String kind) {
    return kind.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
