package org.convspark.data.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.storage.Location;

/**
 * {@code dataset.json} of a prepared dataset. Other programs write it too, so nothing in it is
 * trusted; keys that aren't known are left alone, and {@code sha256} may be missing.
 */
final class DatasetJson {
  static final String FILE = "dataset.json";

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_CLASSES = 1 << 16;
  private static final String REMEDY = "correct it, or prepare the dataset again";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String where;
  private final JsonNode root;

  private DatasetJson(String where, JsonNode root) {
    this.where = where;
    this.root = root;
  }

  /**
   * Reads and checks it.
   *
   * @throws InputException if it can't be read, isn't JSON, or a key is missing, of another type or
   *     out of range
   */
  static DatasetInfo read(Location file) {
    byte[] bytes =
        file.readAtMost(MAX_BYTES)
            .orElseThrow(
                () ->
                    new InputException(
                        file.toString(), "more than 1 MiB", "a small JSON object", REMEDY));
    try {
      return new DatasetJson(file.toString(), JSON.readTree(bytes)).info();
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new InputException(file.toString(), "damaged JSON" + place, "an object", REMEDY, e);
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  private DatasetInfo info() {
    if (root == null || !root.isObject()) {
      throw new InputException(where, "no JSON object", "an object", REMEDY);
    }
    JsonNode name = root.path("name");
    if (!name.isTextual() || !name.textValue().matches("[^\\p{Cntrl}]{1,200}")) {
      throw refuse("name", name, "1 to 200 printable characters");
    }
    long height = integer("height", root.path("height"), 1, ImageShape.MAX_SIZE);
    long width = integer("width", root.path("width"), 1, ImageShape.MAX_SIZE);
    long channels = integer("channels", root.path("channels"), 1, ImageShape.MAX_SIZE);
    if (!ImageShape.valid(height, width, channels)) {
      throw refuse("height", root.path("height"), ImageShape.ALLOWED);
    }
    int classes = (int) integer("classes", root.path("classes"), 2, MAX_CLASSES);
    Map<Split, List<Long>> counts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      counts.put(split, counts(split, classes));
    }
    return new DatasetInfo(
        name.textValue(),
        new ImageShape((int) height, (int) width, (int) channels),
        classes,
        counts,
        sha256());
  }

  private List<Long> counts(Split split, int classes) {
    String key = "counts." + split.directory();
    JsonNode array = root.path("counts").path(split.directory());
    if (!array.isArray() || array.size() != classes) {
      throw refuse(key, array, "an array of " + classes + " counts, one a class");
    }
    List<Long> counts = new ArrayList<>();
    for (JsonNode count : array) {
      // Far above any dataset, and the sum over all classes still fits a long.
      counts.add(integer(key, count, 0, 1L << 46));
    }
    return counts;
  }

  private Map<String, String> sha256() {
    Map<String, String> digests = new TreeMap<>();
    JsonNode node = root.path("sha256");
    if (!node.isMissingNode() && !node.isObject()) {
      throw refuse("sha256", node, "an object of hex digests by file name");
    }
    for (Map.Entry<String, JsonNode> digest : node.properties()) {
      if (!digest.getValue().isTextual()
          || !digest.getValue().textValue().matches("[0-9a-fA-F]{64}")) {
        throw refuse("sha256", digest.getValue(), "64 hex digits for each file");
      }
      digests.put(digest.getKey(), digest.getValue().textValue());
    }
    return digests;
  }

  private long integer(String key, JsonNode value, long lowest, long highest) {
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < lowest
        || value.longValue() > highest) {
      throw refuse(key, value, "a whole number from " + lowest + " to " + highest);
    }
    return value.longValue();
  }

  private InputException refuse(String key, JsonNode found, String expected) {
    String text = found.isMissingNode() ? "nothing" : found.toString();
    String start = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return new InputException(where, start + " for '" + key + "'", expected, REMEDY);
  }

  /** The text of the file. */
  static String write(DatasetInfo info) {
    return JSON.valueToTree(info.toMap()).toPrettyString() + "\n";
  }
}
