package org.convspark.training.checkpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.convspark.training.EpochAccumulator;
import org.convspark.training.Score;
import org.convspark.training.TrainingState;
import org.convspark.training.replicas.ModelState;

/**
 * A checkpoint's file: a zip of {@code state.json} and one file for each array of floats,
 * big-endian. The zip's checksums tell a damaged file.
 *
 * @param identity settings and dataset of the run, by name
 * @param state to go on from
 */
record CheckpointFile(Map<String, String> identity, TrainingState state) {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON =
      // Earlier versions kept one time for all workers together.
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final String STATE = "state.json";
  private static final String PARAMETERS = "parameters.f32";
  private static final String UPDATER = "updater.f32";
  private static final String BEST = "best-";

  void write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
    entry(zip, STATE, JSON.writeValueAsBytes(json()));
    model(zip, "", state.model());
    if (state.best() != null) {
      model(zip, BEST, state.best().model());
    }
    zip.finish();
  }

  private ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("epoch", state.epoch());
    json.put("iteration", state.model().iteration());
    json.put("seconds", state.seconds());
    json.put("epochs_without_improvement", state.epochsWithoutImprovement());
    json.set("tally", JSON.valueToTree(state.tally()));
    if (state.best() != null) {
      ObjectNode best = json.putObject("best");
      best.put("epoch", state.best().epoch());
      best.put("iteration", state.best().model().iteration());
      best.set("score", JSON.valueToTree(state.best().score()));
    }
    json.set("identity", JSON.valueToTree(identity));
    return json;
  }

  private static void model(ZipOutputStream zip, String prefix, ModelState model)
      throws IOException {
    entry(zip, prefix + PARAMETERS, bytes(model.parameters()));
    entry(zip, prefix + UPDATER, bytes(model.updater()));
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * @throws IOException where it isn't a whole checkpoint
   */
  static CheckpointFile read(InputStream in) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      entries.put(entry.getName(), zip.readAllBytes());
    }
    var json = JSON.readTree(required(entries, STATE));
    if (json.path("format").asInt() != FORMAT) {
      throw new IOException("format " + json.path("format") + ", " + FORMAT + " expected");
    }
    TrainingState.Best best = null;
    if (json.has("best")) {
      var kept = json.get("best");
      best =
          new TrainingState.Best(
              kept.get("epoch").asInt(),
              JSON.treeToValue(kept.get("score"), Score.class),
              model(entries, BEST, kept.get("iteration").asInt()));
    }
    TrainingState state =
        new TrainingState(
            model(entries, "", json.get("iteration").asInt()),
            json.get("epoch").asInt(),
            JSON.treeToValue(json.get("tally"), EpochAccumulator.class),
            best,
            json.get("epochs_without_improvement").asInt(),
            json.get("seconds").asDouble());
    Map<String, String> identity =
        JSON.convertValue(json.get("identity"), new TypeReference<Map<String, String>>() {});
    return new CheckpointFile(identity, state);
  }

  private static ModelState model(Map<String, byte[]> entries, String prefix, int iteration)
      throws IOException {
    return new ModelState(
        floats(required(entries, prefix + PARAMETERS)),
        floats(required(entries, prefix + UPDATER)),
        iteration);
  }

  private static byte[] required(Map<String, byte[]> entries, String name) throws IOException {
    byte[] content = entries.get(name);
    if (content == null) {
      throw new IOException("no " + name + " in it");
    }
    return content;
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
