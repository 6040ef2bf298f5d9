package org.convspark.training.checkpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.model.EntryDigests;
import org.convspark.model.ModelFile;
import org.convspark.model.SerializedFloats;
import org.convspark.model.ZipEntries;
import org.convspark.training.EpochLines;
import org.convspark.training.EpochResult;
import org.convspark.training.replicas.ModelState;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Reads a checkpoint's file, which may be damaged, edited or of another network: no entry is read
 * further than the network's needs, and what was read fits the network and itself.
 */
final class CheckpointReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          // Earlier versions kept one time for all workers together.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final StateLengths lengths;
  private final Map<String, byte[]> texts = new HashMap<>();
  private final Map<String, float[]> arrays = new HashMap<>();

  private CheckpointReader(StateLengths lengths) {
    this.lengths = lengths;
  }

  /**
   * Reads a checkpoint.
   *
   * @param lengths of the network that is trained
   * @throws IOException if it isn't a whole checkpoint, is of an unknown format, contradicts itself
   *     or its own digests
   * @throws org.convspark.config.InputException if its arrays aren't the network's
   */
  static Checkpoint read(InputStream in, StateLengths lengths) throws IOException {
    CheckpointEntries known = new CheckpointEntries(lengths);
    CheckpointReader reader = new CheckpointReader(lengths);
    EntryDigests digests =
        ZipEntries.visit(
            in,
            (name, content) -> {
              reader.add(name, ZipEntries.readAtMost(name, content, known.limit(name)));
              return true;
            });
    return reader.checkpoint(digests);
  }

  /**
   * Returns whose a checkpoint is. No array is kept, so that this tells of a network of any size;
   * what stands after is not read.
   *
   * @throws IOException if it can't be read
   */
  static CheckpointHead head(InputStream in) throws IOException {
    Map<String, byte[]> found = new HashMap<>();
    CheckpointEntries known = new CheckpointEntries(new StateLengths(0, 0));
    ZipEntries.Skipped skipped = new ZipEntries.Skipped();
    ZipEntries.visit(
        in,
        (name, content) -> {
          int limit = known.limit(name);
          if (CheckpointHead.ENTRIES.contains(name)) {
            found.put(name, ZipEntries.readAtMost(name, content, limit));
          } else {
            skipped.add(name, content);
          }
          return !found.keySet().containsAll(CheckpointHead.ENTRIES);
        });
    StateJson json = state(found);
    Optional<String> network =
        json.format() == 1
            ? Optional.empty()
            : Optional.of(text(found, ModelSerializer.CONFIGURATION_JSON));
    return new CheckpointHead(json.identity(), network);
  }

  /** Of an array, the bytes are given up at once. */
  private void add(String name, byte[] content) throws IOException {
    String array = name.startsWith(ModelFile.BEST) ? name.substring(ModelFile.BEST.length()) : name;
    switch (array) {
      case ModelSerializer.COEFFICIENTS_BIN ->
          arrays.put(name, SerializedFloats.read(name, content, lengths.parameters()));
      case ModelSerializer.UPDATER_BIN ->
          arrays.put(name, SerializedFloats.read(name, content, lengths.updater()));
      case CheckpointEntries.BARE_PARAMETERS ->
          arrays.put(name, bareFloats(name, content, lengths.parameters()));
      case CheckpointEntries.BARE_UPDATER ->
          arrays.put(name, bareFloats(name, content, lengths.updater()));
      default -> texts.put(name, content);
    }
  }

  private Checkpoint checkpoint(EntryDigests digests) throws IOException {
    StateJson json = state(texts);
    if (json.format() == CheckpointWriter.FORMAT) {
      digests.requireSame(required(texts, EntryDigests.ENTRY));
    }
    if (json.format() > 1) {
      required(texts, ModelSerializer.CONFIGURATION_JSON);
    }
    json.requireConsistent();
    ModelState model = model(json.format(), "", json.iteration());
    ModelState best =
        json.best() == null ? null : model(json.format(), ModelFile.BEST, json.best().iteration());
    return new Checkpoint(json.state(model, best), epochs(json));
  }

  private static StateJson state(Map<String, byte[]> entries) throws IOException {
    StateJson json = JSON.readValue(required(entries, ModelFile.STATE), StateJson.class);
    if (json.format() < 1 || json.format() > CheckpointWriter.FORMAT) {
      throw new IOException(
          "format " + json.format() + ", 1 to " + CheckpointWriter.FORMAT + " expected");
    }
    json.requireIdentity();
    return json;
  }

  private static String text(Map<String, byte[]> entries, String name) throws IOException {
    return new String(required(entries, name), StandardCharsets.UTF_8);
  }

  private Optional<List<EpochResult>> epochs(StateJson json) throws IOException {
    if (json.format() < CheckpointWriter.FORMAT) {
      return Optional.empty();
    }
    List<EpochResult> epochs = EpochLines.parse(ModelFile.HISTORY, text(texts, ModelFile.HISTORY));
    int before = 0;
    for (EpochResult each : epochs) {
      // Some may be missing: those that an earlier version's run had lost when this one took it up.
      if (each.epoch() <= before || each.epoch() >= json.epoch()) {
        throw new IOException(
            ModelFile.HISTORY + " not of the epochs before epoch " + json.epoch());
      }
      before = each.epoch();
    }
    return Optional.of(epochs);
  }

  private ModelState model(int format, String prefix, int iteration) throws IOException {
    if (format == 1) {
      return new ModelState(
          required(arrays, prefix + CheckpointEntries.BARE_PARAMETERS),
          required(arrays, prefix + CheckpointEntries.BARE_UPDATER),
          iteration);
    }
    String updater = prefix + ModelSerializer.UPDATER_BIN;
    return new ModelState(
        required(arrays, prefix + ModelSerializer.COEFFICIENTS_BIN),
        lengths.updater() == 0 && !arrays.containsKey(updater)
            ? new float[0]
            : required(arrays, updater),
        iteration);
  }

  /** Big-endian, as format 1 has them. */
  private static float[] bareFloats(String name, byte[] bytes, long length) throws IOException {
    if (bytes.length != Float.BYTES * length) {
      throw new IOException(
          name + " of " + bytes.length + " bytes, " + Float.BYTES * length + " expected");
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    SerializedFloats.requireFinite(name, values);
    return values;
  }

  private static <T> T required(Map<String, T> entries, String name) throws IOException {
    T content = entries.get(name);
    if (content == null) {
      throw new IOException("no " + name + " in it");
    }
    return content;
  }
}
