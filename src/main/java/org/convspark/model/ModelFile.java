package org.convspark.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;
import org.convspark.storage.Reason;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * model.zip: the archive of DL4J's ModelSerializer with updater state. Plain DL4J loads it by
 * {@code ComputationGraph.load(file, true)}.
 */
public final class ModelFile {
  /** Of a model in a run directory. */
  public static final String NAME = "model.zip";

  private static final LocalDateTime FIXED = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ModelFile() {}

  /**
   * Writes a model and leaves the stream open. The same configuration, parameters and updater state
   * give the same bytes: ModelSerializer's entries carry the time of day, so they are written anew,
   * with a fixed time and uncompressed (floats gain next to nothing, and zlibs differ).
   *
   * @return the SHA-256 of the file, in lower-case hex
   */
  public static String write(ComputationGraph graph, OutputStream out) throws IOException {
    ByteArrayOutputStream serialized = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, serialized, true);
    MessageDigest digest = sha256();
    try (var from = new ZipInputStream(new ByteArrayInputStream(serialized.toByteArray()));
        var to =
            new ZipOutputStream(
                new DigestOutputStream(CloseShieldOutputStream.wrap(out), digest))) {
      for (ZipEntry each = from.getNextEntry(); each != null; each = from.getNextEntry()) {
        byte[] content = from.readAllBytes();
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(each.getName());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(FIXED);
        to.putNextEntry(entry);
        to.write(content);
      }
    }
    out.flush();
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Reads a model from any Hadoop path, treating it as untrusted: no class is loaded but DL4J's
   * layers and their settings, nothing is deserialized by Java, and memory stays within a few times
   * what the configuration's parameters need.
   *
   * @return the model with its updater state, or a fresh updater state if the file has none
   * @throws InputException if it is missing or unreadable, holds anything but a model with one
   *     input and one output in 32-bit floats, or its parts don't fit together
   */
  public static ComputationGraph read(Path path, Configuration hadoop) {
    String where = path.toString();
    ModelArchive archive = new ModelArchive(path, hadoop);
    ModelConfiguration configuration = ModelConfiguration.parse(where, archive.configuration());
    long parameters = configuration.parameters();
    Map<String, byte[]> arrays = archive.arrays(parameters);
    String entry = where + "!" + ModelSerializer.COEFFICIENTS_BIN;
    float[] coefficients =
        SerializedFloats.read(entry, arrays.get(ModelSerializer.COEFFICIENTS_BIN), parameters);
    ComputationGraph graph = configuration.toGraph(where, row(coefficients));
    byte[] updater = arrays.get(ModelSerializer.UPDATER_BIN);
    if (updater != null) {
      INDArray state = graph.getUpdater().getStateViewArray();
      long length = state == null ? 0 : state.length();
      entry = where + "!" + ModelSerializer.UPDATER_BIN;
      float[] values = SerializedFloats.read(entry, updater, length);
      if (length > 0) {
        graph.getUpdater().setStateViewArray(row(values));
      }
    }
    return graph;
  }

  /**
   * @param given model.zip, or the run directory that holds it
   * @return model.zip itself, which may not exist
   */
  public static Path locate(Path given, Configuration hadoop) {
    try {
      FileSystem fs = given.getFileSystem(hadoop);
      boolean directory = fs.exists(given) && fs.getFileStatus(given).isDirectory();
      return directory ? new Path(given, NAME) : given;
    } catch (IOException e) {
      throw new InputException(
          given.toString(), Reason.of(e), "a readable path", "check path and permissions", e);
    }
  }

  /** The SHA-256 of a file, in lower-case hex. */
  public static String sha256(Path path, Configuration hadoop) {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(path.getFileSystem(hadoop).open(path), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new InputException(
          path.toString(), Reason.of(e), "a readable file", "check path and permissions", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }
}
