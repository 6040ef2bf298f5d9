package org.convspark.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.convspark.config.TrainingConfig;
import org.convspark.data.DatasetInfo;

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
    flatten("", json.valueToTree(config), fields);
    flatten(DATASET, json.valueToTree(info), fields);
    return named(fields);
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    node.fields()
        .forEachRemaining(
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
   * settings by their fields.
   */
  static Map<String, String> read(Map<String, String> identity) {
    return identity.containsKey("batchSize") ? named(identity) : identity;
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
