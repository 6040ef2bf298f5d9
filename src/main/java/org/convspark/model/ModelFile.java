package org.convspark.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.convspark.storage.Sha256;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Writes model.zip: the archive of DL4J's ModelSerializer with updater state. Plain DL4J loads it
 * by {@code ComputationGraph.load(file, true)}. A checkpoint is such a file with entries of its own
 * added.
 */
public final class ModelFile {
  /** The name of the model's file in a run directory. */
  public static final String NAME = "model.zip";

  /** The entry of a checkpoint that says where training stood. */
  public static final String STATE = "state.json";

  /** The entry of a model that says what it was trained on. */
  public static final String ORIGIN = "origin.json";

  /** The entry of a checkpoint that has a line for each epoch before it, as history.jsonl. */
  public static final String HISTORY = "history.jsonl";

  /** The prefix of the entries that hold a checkpoint's best epoch. */
  public static final String BEST = "best-";

  /**
   * The most bytes of the entries that say what a model was trained on. Each class has its name and
   * counts in them, some of it twice: room for hundred thousands.
   */
  public static final int MAX_DESCRIPTION = 1 << 26;

  private static final LocalDateTime FIXED = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ModelFile() {}

  /**
   * Writes a model and leaves the stream open. The same configuration, parameters and updater state
   * give the same bytes: ModelSerializer's entries carry the time of day, so they are written anew,
   * with a fixed time and uncompressed (floats gain next to nothing, and zlibs differ).
   *
   * @param origin what {@link ModelOrigin#json} says of it; nothing for a bare network
   * @return the SHA-256 of the file, in lower-case hex
   */
  public static String write(ComputationGraph graph, Optional<byte[]> origin, OutputStream out)
      throws IOException {
    ByteArrayOutputStream serialized = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, serialized, true);
    Sha256 digest = new Sha256();
    EntryDigests digests = new EntryDigests();
    try (var from = new ZipInputStream(new ByteArrayInputStream(serialized.toByteArray()));
        var to = new ZipOutputStream(digest.over(CloseShieldOutputStream.wrap(out)))) {
      for (ZipEntry each = from.getNextEntry(); each != null; each = from.getNextEntry()) {
        byte[] content = from.readAllBytes();
        digests.add(each.getName(), content);
        store(to, each.getName(), content);
      }
      if (origin.isPresent()) {
        digests.add(ORIGIN, origin.get());
        store(to, ORIGIN, origin.get());
      }
      store(to, EntryDigests.ENTRY, digests.text());
    }
    out.flush();
    return digest.hex();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(FIXED);
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
