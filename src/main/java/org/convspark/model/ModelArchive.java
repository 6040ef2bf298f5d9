package org.convspark.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
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
  static final String REMEDY =
      "save the model again with DL4J's ModelSerializer, with no normalizer or objects attached";

  /** Configurations of hundred layers have 200 KiB. */
  private static final int MAX_CONFIGURATION = 4 << 20;

  /** No updater of DL4J keeps more values for a parameter (AMSGrad has three). */
  private static final int UPDATER_VALUES = 4;

  private static final Set<String> ENTRIES =
      Set.of(
          ModelSerializer.CONFIGURATION_JSON,
          ModelSerializer.COEFFICIENTS_BIN,
          ModelSerializer.UPDATER_BIN,
          ModelFile.STATE,
          ModelFile.ORIGIN,
          ModelFile.HISTORY,
          EntryDigests.ENTRY,
          ModelFile.BEST + ModelSerializer.COEFFICIENTS_BIN,
          ModelFile.BEST + ModelSerializer.UPDATER_BIN);

  /** Earlier checkpoints had the parameters so, and no configuration. */
  private static final String WITHOUT_NETWORK = "parameters.f32";

  private final Location file;

  ModelArchive(Location file) {
    this.file = file;
  }

  /**
   * Returns the text of configuration.json.
   *
   * @throws InputException if the file isn't such an archive or can't be read
   */
  String configuration() {
    byte[][] found = new byte[1][];
    ZipEntries.Skipped skipped = new ZipEntries.Skipped();
    visit(
        (name, content) -> {
          if (!name.equals(ModelSerializer.CONFIGURATION_JSON)) {
            skipped.add(name, content);
            return true;
          }
          found[0] = ZipEntries.readAtMost(name, content, MAX_CONFIGURATION);
          return false;
        },
        digests -> {});
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
   * @throws InputException if an entry is foreign, doubled, missing, larger than they need, or not
   *     what the archive's own digests say
   */
  Map<String, byte[]> content(long parameters) {
    Map<String, byte[]> found = new HashMap<>();
    ZipEntries.Skipped skipped = new ZipEntries.Skipped();
    long size = Float.BYTES * parameters;
    Map<String, Long> limits =
        Map.of(
            ModelSerializer.COEFFICIENTS_BIN, size + SerializedFloats.OVERHEAD,
            ModelSerializer.UPDATER_BIN, UPDATER_VALUES * size + SerializedFloats.OVERHEAD,
            ModelFile.STATE, (long) ModelFile.MAX_DESCRIPTION,
            ModelFile.ORIGIN, (long) ModelFile.MAX_DESCRIPTION,
            EntryDigests.ENTRY, (long) MAX_CONFIGURATION);
    visit(
        (name, content) -> {
          if (limits.containsKey(name)) {
            found.put(
                name, ZipEntries.readAtMost(name, content, Math.toIntExact(limits.get(name))));
          } else {
            skipped.add(name, content);
          }
          return true;
        },
        digests -> {
          if (found.containsKey(EntryDigests.ENTRY)) {
            digests.requireSame(found.get(EntryDigests.ENTRY));
          }
        });
    if (!found.containsKey(ModelSerializer.COEFFICIENTS_BIN)) {
      throw refuse("no " + ModelSerializer.COEFFICIENTS_BIN, "the parameters in it", null);
    }
    return found;
  }

  /** Looks at the digests of what was visited. */
  private interface Verification {
    void verify(EntryDigests found) throws IOException;
  }

  private void visit(ZipEntries.Visitor visitor, Verification verification) {
    boolean[] any = {false};
    try (InputStream in = file.open()) {
      verification.verify(
          ZipEntries.visit(
              in,
              (name, content) -> {
                any[0] = true;
                check(name);
                return visitor.visit(name, content);
              }));
      if (!any[0]) {
        throw refuse("no zip archive", "a DL4J model archive", null);
      }
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      throw refuse("a damaged archive (" + Reason.of(e) + ")", "a whole one", e);
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  private void check(String name) {
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
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
  }

  private InputException refuse(String found, String expected, Exception cause) {
    return new InputException(file.toString(), found, expected, REMEDY, cause);
  }
}
