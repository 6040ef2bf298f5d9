package org.convspark.data.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.storage.Json;
import org.convspark.storage.JsonErrors;
import org.convspark.storage.Location;

/**
 * Reads and writes the {@code dataset.json} of a prepared dataset. Other programs write it too, so
 * nothing in it is trusted; unknown keys are ignored, and {@code sha256} may be missing.
 */
final class DatasetJson {
  static final String FILE = "dataset.json";

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_CLASSES = 1 << 16;

  /** Far above any dataset, and the sum over all classes still fits a long. */
  private static final long MAX_COUNT = 1L << 46;

  private static final String REMEDY = "correct it, or prepare the dataset again";

  /** What the file must have. */
  private record Content(
      String name,
      int height,
      int width,
      int channels,
      int classes,
      Counts counts,
      Map<String, String> sha256) {}

  /** By class. */
  private record Counts(List<Long> train, List<Long> test) {}

  private final String where;

  private DatasetJson(String where) {
    this.where = where;
  }

  /**
   * Reads and checks the file.
   *
   * @throws InputException if it can't be read, isn't JSON, or a key is missing, of another type or
   *     out of range
   */
  static DatasetInfo read(Location file) {
    String where = file.toString();
    byte[] bytes =
        file.readAtMost(MAX_BYTES)
            .orElseThrow(
                () -> new InputException(where, "more than 1 MiB", "a small JSON object", REMEDY));
    JsonNode json = Json.parse(where, new String(bytes, StandardCharsets.UTF_8), REMEDY);
    if (json instanceof ObjectNode object && !object.has("sha256")) {
      object.putObject("sha256");
    }
    return new DatasetJson(where).info(Json.bind(where, json, Content.class, REMEDY));
  }

  private DatasetInfo info(Content content) {
    require(
        content.name.matches("[^\\p{Cntrl}]{1,200}"),
        "name",
        content.name,
        "1 to 200 printable characters");
    requireWithin("height", content.height, 1, ImageShape.MAX_SIZE);
    requireWithin("width", content.width, 1, ImageShape.MAX_SIZE);
    requireWithin("channels", content.channels, 1, ImageShape.MAX_SIZE);
    require(
        ImageShape.valid(content.height, content.width, content.channels),
        "height",
        content.height,
        ImageShape.ALLOWED);
    requireWithin("classes", content.classes, 2, MAX_CLASSES);
    requireCounts("counts.train", content.counts.train, content.classes);
    requireCounts("counts.test", content.counts.test, content.classes);
    content.sha256.forEach(
        (name, digest) ->
            require(
                digest != null && digest.matches("[0-9a-fA-F]{64}"),
                "sha256." + name,
                digest,
                "64 hex digits"));
    return new DatasetInfo(
        content.name,
        new ImageShape(content.height, content.width, content.channels),
        content.classes,
        Map.of(Split.TRAIN, content.counts.train, Split.TEST, content.counts.test),
        content.sha256);
  }

  private void requireCounts(String key, List<Long> counts, int classes) {
    require(
        counts.size() == classes, key, counts, "an array of " + classes + " counts, one a class");
    for (int label = 0; label < classes; label++) {
      requireWithin(key + "[" + label + "]", counts.get(label), 0, MAX_COUNT);
    }
  }

  private void requireWithin(String key, Number value, long lowest, long highest) {
    require(
        value != null && value.longValue() >= lowest && value.longValue() <= highest,
        key,
        value,
        "a whole number from " + lowest + " to " + highest);
  }

  private void require(boolean met, String key, Object found, String expected) {
    if (!met) {
      throw JsonErrors.refused(where, key, Json.MAPPER.valueToTree(found), expected, REMEDY);
    }
  }

  /** Returns the text of the file. */
  static String write(DatasetInfo info) {
    return Json.tree(info).toPrettyString() + "\n";
  }
}
