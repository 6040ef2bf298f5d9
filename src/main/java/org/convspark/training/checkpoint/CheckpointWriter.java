package org.convspark.training.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.convspark.model.EntryDigests;
import org.convspark.model.ModelFile;
import org.convspark.model.SerializedFloats;
import org.convspark.storage.Sha256;
import org.convspark.training.TrainingState;
import org.convspark.training.replicas.ModelState;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Writes a checkpoint's file. It is a model archive of DL4J with the current parameters and updater
 * state, and beside them {@code state.json}, the epochs so far, the best epoch's model, and the
 * digests of them all.
 */
final class CheckpointWriter {
  /** Of the files written here. */
  static final int FORMAT = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ZipOutputStream zip;
  private final EntryDigests digests = new EntryDigests();

  private CheckpointWriter(ZipOutputStream zip) {
    this.zip = zip;
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a checkpoint and leaves the stream open.
   *
   * @param identity settings and dataset of the run, by name
   * @param history the lines of the epochs before the state, as history.jsonl has them
   * @throws IOException if it can't be written, or what it says of the run is longer than a reader
   *     takes
   */
  static void write(
      CheckpointedNetwork network,
      Map<String, String> identity,
      TrainingState state,
      byte[] history,
      OutputStream out)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
    CheckpointWriter writer = new CheckpointWriter(zip);
    writer.bytes(
        ModelSerializer.CONFIGURATION_JSON,
        network
            .toJson(state.model().iteration(), state.epoch() - 1)
            .getBytes(StandardCharsets.UTF_8));
    // Before the arrays: whose run it is, is looked up without reading them.
    writer.bytes(
        ModelFile.STATE, JSON.writeValueAsBytes(StateJson.of(FORMAT, network, state, identity)));
    writer.bytes(ModelFile.HISTORY, history);
    writer.model("", state.model());
    if (state.best() != null) {
      writer.model(ModelFile.BEST, state.best().model());
    }
    zip.putNextEntry(new ZipEntry(EntryDigests.ENTRY));
    zip.write(writer.digests.text());
    zip.finish();
  }

  private void model(String prefix, ModelState model) throws IOException {
    entry(
        prefix + ModelSerializer.COEFFICIENTS_BIN,
        out -> SerializedFloats.write(model.parameters(), out));
    if (model.updater().length > 0) {
      entry(
          prefix + ModelSerializer.UPDATER_BIN,
          out -> SerializedFloats.write(model.updater(), out));
    }
  }

  private void bytes(String name, byte[] content) throws IOException {
    int limit = CheckpointEntries.textLimit(name);
    if (content.length > limit) {
      throw new IOException(
          name + " would have " + content.length + " bytes, and " + limit + " can be read");
    }
    entry(name, out -> out.write(content));
  }

  private void entry(String name, Content content) throws IOException {
    Sha256 digest = new Sha256();
    zip.putNextEntry(new ZipEntry(name));
    content.writeTo(digest.over(zip));
    digests.add(name, digest.hex());
  }
}
