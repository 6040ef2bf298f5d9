package org.convspark.training.checkpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.convspark.model.ModelFile;
import org.convspark.model.SerializedFloats;
import org.convspark.training.TrainingState;
import org.convspark.training.replicas.ModelState;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The content of a checkpoint's file. The file is a model archive of DL4J with the current
 * parameters and updater state, and beside them {@code state.json} and the best epoch's model. The
 * zip's checksums reveal a damaged file.
 *
 * @param identity settings and dataset of the run, by name
 * @param state the state to go on from
 */
record CheckpointFile(Map<String, String> identity, TrainingState state) {
  private static final int FORMAT = 2;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          // Earlier versions kept one time for all workers together.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  void write(CheckpointedNetwork network, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
    zip.putNextEntry(new ZipEntry(ModelSerializer.CONFIGURATION_JSON));
    zip.write(
        network
            .toJson(state.model().iteration(), state.epoch() - 1)
            .getBytes(StandardCharsets.UTF_8));
    write(zip, "", state.model());
    zip.putNextEntry(new ZipEntry(ModelFile.STATE));
    zip.write(JSON.writeValueAsBytes(StateJson.of(FORMAT, network, state, identity)));
    if (state.best() != null) {
      write(zip, ModelFile.BEST, state.best().model());
    }
    zip.finish();
  }

  private static void write(ZipOutputStream zip, String prefix, ModelState model)
      throws IOException {
    zip.putNextEntry(new ZipEntry(prefix + ModelSerializer.COEFFICIENTS_BIN));
    SerializedFloats.write(model.parameters(), zip);
    if (model.updater().length > 0) {
      zip.putNextEntry(new ZipEntry(prefix + ModelSerializer.UPDATER_BIN));
      SerializedFloats.write(model.updater(), zip);
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws IOException if it isn't a whole checkpoint, or is of an unknown format
   */
  static CheckpointFile read(InputStream in) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      entries.put(entry.getName(), zip.readAllBytes());
    }
    StateJson json = JSON.readValue(required(entries, ModelFile.STATE), StateJson.class);
    if (json.format() < 1 || json.format() > FORMAT) {
      throw new IOException("format " + json.format() + ", 1 or " + FORMAT + " expected");
    }
    ModelState model = model(json.format(), entries, "", json.iteration());
    ModelState best =
        json.best() == null
            ? null
            : model(json.format(), entries, ModelFile.BEST, json.best().iteration());
    return new CheckpointFile(json.identity(), json.state(model, best));
  }

  private static ModelState model(
      int format, Map<String, byte[]> entries, String prefix, int iteration) throws IOException {
    if (format == 1) {
      return new ModelState(
          bareFloats(required(entries, prefix + "parameters.f32")),
          bareFloats(required(entries, prefix + "updater.f32")),
          iteration);
    }
    String parameters = prefix + ModelSerializer.COEFFICIENTS_BIN;
    String updater = prefix + ModelSerializer.UPDATER_BIN;
    return new ModelState(
        SerializedFloats.read(parameters, required(entries, parameters)),
        entries.containsKey(updater)
            ? SerializedFloats.read(updater, entries.get(updater))
            : new float[0],
        iteration);
  }

  private static byte[] required(Map<String, byte[]> entries, String name) throws IOException {
    byte[] content = entries.get(name);
    if (content == null) {
      throw new IOException("no " + name + " in it");
    }
    return content;
  }

  /** Big-endian, as format 1 has them. */
  private static float[] bareFloats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}
