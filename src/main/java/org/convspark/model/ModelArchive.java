package org.convspark.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The entries of an untrusted model.zip or checkpoint. It is read twice from its beginning: for the
 * configuration, which says how large the arrays may be, and for the arrays, of which no more is
 * inflated than that. Nothing is unpacked to disk.
 */
final class ModelArchive {
  /** The most parameters a model may have; four updater values each stay within 2 GiB. */
  static final long MAX_PARAMETERS = 100_000_000;

  static final String REMEDY =
      "save the model again with DL4J's ModelSerializer, with no normalizer or objects attached";

  /** Configurations of hundred layers have 200 KiB. */
  private static final int MAX_CONFIGURATION = 4 << 20;

  /** No updater of DL4J keeps more values for a parameter (AMSGrad has three). */
  private static final int UPDATER_VALUES = 4;

  private static final long MAX_SKIPPED = 2L << 30;

  private static final Set<String> ENTRIES =
      Set.of(
          ModelSerializer.CONFIGURATION_JSON,
          ModelSerializer.COEFFICIENTS_BIN,
          ModelSerializer.UPDATER_BIN,
          ModelFile.STATE,
          ModelFile.ORIGIN,
          ModelFile.BEST + ModelSerializer.COEFFICIENTS_BIN,
          ModelFile.BEST + ModelSerializer.UPDATER_BIN);

  /** Earlier checkpoints had the parameters so, and no configuration. */
  private static final String WITHOUT_NETWORK = "parameters.f32";

  private final Location file;

  ModelArchive(Location file) {
    this.file = file;
  }

  /** Reads an entry; false ends the reading of the archive. */
  private interface Visitor {
    boolean visit(String name, InputStream content) throws IOException;
  }

  /**
   * Returns the text of configuration.json.
   *
   * @throws InputException if the file isn't such an archive or can't be read
   */
  String configuration() {
    byte[][] found = new byte[1][];
    long[] budget = {MAX_SKIPPED};
    visit(
        (name, content) -> {
          if (!name.equals(ModelSerializer.CONFIGURATION_JSON)) {
            skip(name, content, budget);
            return true;
          }
          found[0] = readAtMost(name, content, MAX_CONFIGURATION);
          return false;
        });
    if (found[0] == null) {
      throw refuse("no " + ModelSerializer.CONFIGURATION_JSON, "a DL4J model archive", null);
    }
    return new String(found[0], StandardCharsets.UTF_8);
  }

  /**
   * Returns the bytes of coefficients.bin, and of updaterState.bin, state.json and origin.json if
   * they are there, by name.
   *
   * @param parameters how many the configuration declares
   * @throws InputException if an entry is foreign, doubled, missing or larger than they need
   */
  Map<String, byte[]> content(long parameters) {
    Map<String, byte[]> found = new HashMap<>();
    long[] budget = {MAX_SKIPPED};
    long size = Float.BYTES * parameters;
    visit(
        (name, content) -> {
          switch (name) {
            case ModelSerializer.COEFFICIENTS_BIN ->
                found.put(name, readAtMost(name, content, (int) size + SerializedFloats.OVERHEAD));
            case ModelSerializer.UPDATER_BIN ->
                found.put(
                    name,
                    readAtMost(
                        name, content, (int) (UPDATER_VALUES * size) + SerializedFloats.OVERHEAD));
            case ModelFile.STATE, ModelFile.ORIGIN ->
                found.put(name, readAtMost(name, content, MAX_CONFIGURATION));
            default -> skip(name, content, budget);
          }
          return true;
        });
    if (!found.containsKey(ModelSerializer.COEFFICIENTS_BIN)) {
      throw refuse("no " + ModelSerializer.COEFFICIENTS_BIN, "the parameters in it", null);
    }
    return found;
  }

  private void visit(Visitor visitor) {
    try (ZipInputStream zip = new ZipInputStream(file.open())) {
      Set<String> seen = new HashSet<>();
      boolean more = true;
      while (more) {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null) {
          break;
        }
        check(entry.getName(), seen);
        more = visitor.visit(entry.getName(), zip);
      }
      if (seen.isEmpty()) {
        throw refuse("no zip archive", "a DL4J model archive", null);
      }
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      throw refuse("a damaged archive (" + Reason.of(e) + ")", "a whole one", e);
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  private void check(String name, Set<String> seen) {
    if (name.equals(WITHOUT_NETWORK)) {
      throw new InputException(
          file.toString(),
          "a checkpoint of an earlier version, which doesn't hold its network",
          "a model.zip, or a checkpoint that this version wrote",
          "resume its run, and use the model.zip that it ends with");
    }
    if (!ENTRIES.contains(name)) {
      // Among them preprocessor.bin, normalizer.bin and objects/, which DL4J would deserialize.
      throw refuse(
          "an entry \"" + printable(name) + "\"",
          "only " + String.join(", ", ENTRIES.stream().sorted().toList()),
          null);
    }
    if (!seen.add(name)) {
      throw refuse("two entries " + name, "one", null);
    }
  }

  private byte[] readAtMost(String name, InputStream content, int limit) throws IOException {
    byte[] bytes = content.readNBytes(limit);
    if (bytes.length == limit && content.read() >= 0) {
      throw refuse(
          name + " of more than " + limit + " bytes", "what its configuration needs", null);
    }
    return bytes;
  }

  private void skip(String name, InputStream content, long[] budget) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      budget[0] -= n;
      if (budget[0] < 0) {
        throw refuse(name + " of more than " + MAX_SKIPPED + " bytes", "less", null);
      }
    }
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
  }

  private InputException refuse(String found, String expected, Exception cause) {
    return new InputException(file.toString(), found, expected, REMEDY, cause);
  }
}
