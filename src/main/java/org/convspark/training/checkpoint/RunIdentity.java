package org.convspark.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.convspark.config.training.AugmentationConfig;
import org.convspark.config.training.ClassWeights;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Preprocessing;

/**
 * The values that must be equal for a run to resume from a checkpoint: all that the trained
 * parameters follow from. Settings are named as their options, such as {@code batch-size};
 * properties of the dataset as in its dataset.json, such as {@code dataset.name}.
 */
public final class RunIdentity {
  private static final String DATASET = "dataset.";

  /** Settings of another name than their field. */
  private static final Map<String, String> NAMES = Map.of("schedule.peak", "learning-rate");

  private RunIdentity() {}

  /**
   * Returns the identity of a run, values by name.
   *
   * @param network the network's name in the catalog
   */
  public static Map<String, String> of(String network, TrainingConfig config, DatasetInfo info) {
    ObjectMapper json = new ObjectMapper();
    Map<String, String> fields = new TreeMap<>();
    fields.put("network", network);
    ImageShape shape = info.shape();
    ObjectNode settings = json.valueToTree(config);
    // What a preset comes to, and not its name.
    settings.set(
        "augmentation",
        json.valueToTree(config.augmentationOf(shape.height(), shape.width(), shape.channels())));
    flatten("", settings, fields);
    flatten(DATASET, dataset(json, info), fields);
    return named(fields);
  }

  /**
   * Without preprocessing that does nothing to the images, of which earlier versions didn't know.
   */
  private static ObjectNode dataset(ObjectMapper json, DatasetInfo info) {
    Preprocessing made = info.preprocessing();
    Preprocessing ofArrays =
        made.manner() == Manner.MNIST_PICTURES ? made.with(Manner.PLAIN) : made;
    ObjectNode dataset = json.valueToTree(info.with(info.shape(), ofArrays));
    if (ofArrays.equals(Preprocessing.plain(Colour.of(info.shape().channels())))) {
      dataset.remove("preprocessing");
    }
    return dataset;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                flatten(prefix + field.getKey() + ".", field.getValue(), into);
              } else {
                into.put(prefix + field.getKey(), field.getValue().toString());
              }
            });
  }

  /**
   * Returns an identity as read from a checkpoint, with today's names; the first versions named
   * settings by their fields, and had fewer.
   */
  static Map<String, String> read(Map<String, String> identity) {
    Map<String, String> today =
        identity.containsKey("batchSize") ? named(identity) : new TreeMap<>(identity);
    today.putIfAbsent("class-weights", ClassWeights.NONE.toString());
    if (Boolean.parseBoolean(today.get("augment"))) {
      Stream.of("flip", "brightness", "contrast", "saturation")
          .forEach(setting -> today.putIfAbsent(setting, "0.0"));
      today.putIfAbsent("fill", AugmentationConfig.Fill.BLACK.toString());
    }
    return today;
  }

  /** Of fields, {@code regularization.labelSmoothing}, settings: {@code label-smoothing}. */
  private static Map<String, String> named(Map<String, String> fields) {
    Map<String, String> named = new TreeMap<>();
    fields.forEach(
        (field, value) -> {
          String name = field.startsWith(DATASET) ? field : setting(field);
          named.put(name, field.startsWith(DATASET) ? value : written(name, value));
        });
    // A null in place of the group where images are not distorted.
    named.put("augment", Boolean.toString(named.remove("augmentation") == null));
    return named;
  }

  private static String setting(String field) {
    String last = field.substring(field.lastIndexOf('.') + 1);
    return NAMES.getOrDefault(field, last.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
  }

  /** Constants, which stand in quotes, as users write them: {@code one-cycle}. */
  private static String written(String name, String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    String constant = value.replace("\"", "").toLowerCase(Locale.ROOT);
    return name.equals("schedule") ? constant.replace('_', '-') : constant;
  }
}
