package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.evaluation.ErrorSamples;
import org.convspark.evaluation.ErrorSamples.Mistake;
import org.convspark.storage.Json;
import org.convspark.storage.OutputFile;

/**
 * mistakes.json: the worst mistakes and an image of each class, so that a report needs the run
 * directory alone. An image is base64 of its {@code channels * height * width} bytes.
 */
public final class ErrorSamplesJson {
  private static final String REMEDY = "train again, or delete the file for a report without it";

  private ErrorSamplesJson() {}

  /** Writes mistakes.json to the stream and leaves it open. */
  public static void write(ErrorSamples specimens, OutputStream out) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put(MetricNames.HEIGHT, specimens.shape().height());
    json.put(MetricNames.WIDTH, specimens.shape().width());
    json.put(MetricNames.CHANNELS, specimens.shape().channels());
    ArrayNode mistakes = json.putArray(MetricNames.MISTAKES);
    for (Mistake mistake : specimens.mistakes()) {
      put(mistakes.addObject(), mistake.example())
          .put(MetricNames.PREDICTED, mistake.predicted())
          .put(MetricNames.CONFIDENCE, mistake.confidence())
          .put(MetricNames.LOSS, mistake.loss());
    }
    ArrayNode examples = json.putArray(MetricNames.EXAMPLES);
    specimens.examples().forEach(example -> put(examples.addObject(), example));
    Json.write(json, out);
  }

  private static ObjectNode put(ObjectNode json, Example example) {
    return json.put(MetricNames.ID, example.id())
        .put(MetricNames.LABEL, example.label())
        .put(MetricNames.IMAGE, example.image());
  }

  /**
   * Reads mistakes.json in a run directory; empty if it isn't there.
   *
   * @throws InputException if it is there and damaged
   */
  public static Optional<ErrorSamples> read(Path run, Configuration hadoop) {
    Path path = new Path(run, RunDirectory.MISTAKES);
    if (!OutputFile.exists(path, hadoop)) {
      return Optional.empty();
    }
    String where = path.toString();
    JsonNode json = Json.read(path, hadoop);
    ImageShape shape = shape(where, json);
    List<Mistake> mistakes = new ArrayList<>();
    for (JsonNode each : Json.required(where, json, MetricNames.MISTAKES)) {
      mistakes.add(
          new Mistake(
              example(where, each, shape),
              Json.number(where, each, MetricNames.PREDICTED).asInt(),
              (float) Json.number(where, each, MetricNames.CONFIDENCE).asDouble(),
              Json.number(where, each, MetricNames.LOSS).asDouble()));
    }
    List<Example> examples = new ArrayList<>();
    for (JsonNode each : Json.required(where, json, MetricNames.EXAMPLES)) {
      examples.add(example(where, each, shape));
    }
    return Optional.of(new ErrorSamples(shape, mistakes, examples));
  }

  private static ImageShape shape(String where, JsonNode json) {
    try {
      return new ImageShape(
          Json.number(where, json, MetricNames.HEIGHT).asInt(),
          Json.number(where, json, MetricNames.WIDTH).asInt(),
          Json.number(where, json, MetricNames.CHANNELS).asInt());
    } catch (IllegalArgumentException e) {
      throw new InputException(where, e.getMessage(), "the shape of the images", REMEDY, e);
    }
  }

  private static Example example(String where, JsonNode json, ImageShape shape) {
    long id = Json.number(where, json, MetricNames.ID).asLong();
    byte[] image;
    try {
      image = Json.required(where, json, MetricNames.IMAGE).binaryValue();
    } catch (IOException e) {
      throw new InputException(where, "no base64 as image of " + id, "base64", REMEDY, e);
    }
    if (image == null || image.length != shape.size()) {
      String found = image == null ? "no image" : "an image of " + image.length + " bytes";
      throw new InputException(where, found + " for " + id, shape.size() + " bytes", REMEDY);
    }
    return new Example(id, Json.number(where, json, MetricNames.LABEL).asInt(), image);
  }
}
