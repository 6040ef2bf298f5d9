package org.convspark.data.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.PixelLayout;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;
import org.convspark.storage.text.JsonErrors;

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
      Map<String, List<Long>> counts,
      Map<String, String> sha256,
      List<String> classNames,
      Preprocessing preprocessing,
      String dataFormat) {}

  /** Whose pixels' channels stand together is for the file to say, in Keras's words. */
  private static final String CHANNELS_FIRST = "channels_first";

  private static final String CHANNELS_LAST = "channels_last";
  private static final String UNSAID = "";

  /**
   * What the file says.
   *
   * @param info the dataset
   * @param layout of its images; nothing where the file doesn't say how channels are stored
   */
  record Description(DatasetInfo info, Optional<PixelLayout> layout) {}

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
  static Description read(Location file) {
    String where = file.toString();
    byte[] bytes =
        file.readAtMost(MAX_BYTES)
            .orElseThrow(
                () -> new InputException(where, "more than 1 MiB", "a small JSON object", REMEDY));
    JsonNode json = Json.parse(where, new String(bytes, StandardCharsets.UTF_8), REMEDY);
    if (json instanceof ObjectNode object) {
      addMissing(object);
    }
    return new DatasetJson(where).description(Json.bind(where, json, Content.class, REMEDY));
  }

  /** Earlier versions and other programs write only what has to be there. */
  private static void addMissing(ObjectNode object) {
    if (!object.has("sha256")) {
      object.putObject("sha256");
    }
    if (!object.has("class_names")) {
      object.putArray("class_names");
    }
    if (!object.has("data_format")) {
      object.put("data_format", UNSAID);
    }
    if (!object.has("preprocessing")) {
      List<String> digests = new ArrayList<>();
      object.path("sha256").forEach(each -> digests.add(each.asText()));
      object.set(
          "preprocessing",
          Json.tree(Preprocessing.unrecorded(object.path("channels").asInt(1), digests)));
    }
  }

  private Description description(Content content) {
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
    Map<Split, List<Long>> counts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Long> ofSplit = content.counts.get(split.directory());
      if (ofSplit != null) {
        requireCounts("counts." + split.directory(), ofSplit, content.classes);
        counts.put(split, ofSplit);
      }
    }
    require(
        counts.size() == content.counts.size() && !counts.isEmpty(),
        "counts",
        content.counts.keySet(),
        "counts of train, validation and test, or some of them");
    require(
        content.classNames.isEmpty()
            || content.classNames.size() == content.classes
                && content.classNames.stream().allMatch(name -> name != null && !name.isEmpty())
                && content.classNames.stream().distinct().count() == content.classes,
        "class_names",
        content.classNames,
        "a name of its own for each of the " + content.classes + " classes");
    require(
        content.preprocessing.colour().channels() == content.channels
            || content.channels == 2
            || content.channels > 3,
        "preprocessing.colour",
        content.preprocessing.colour(),
        "one of " + content.channels + " channels");
    require(
        List.of(CHANNELS_FIRST, CHANNELS_LAST, UNSAID).contains(content.dataFormat),
        "data_format",
        content.dataFormat,
        CHANNELS_FIRST + " or " + CHANNELS_LAST);
    content.sha256.forEach(
        (name, digest) ->
            require(
                digest != null && digest.matches("[0-9a-fA-F]{64}"),
                "sha256." + name,
                digest,
                "64 hex digits"));
    ImageShape shape = new ImageShape(content.height, content.width, content.channels);
    return new Description(
        new DatasetInfo(
            content.name,
            shape,
            content.classes,
            counts,
            content.sha256,
            content.classNames,
            content.preprocessing),
        content.dataFormat.isEmpty()
            ? Optional.empty()
            : Optional.of(new PixelLayout(shape, content.dataFormat.equals(CHANNELS_LAST))));
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
    ObjectNode json = Json.tree(info);
    if (info.shape().channels() > 1) {
      json.put("data_format", CHANNELS_FIRST);
    }
    return json.toPrettyString() + "\n";
  }
}
