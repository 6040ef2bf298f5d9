package org.convspark.training.checkpoint;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.convspark.model.EntryDigests;
import org.convspark.model.ModelFile;
import org.convspark.model.SerializedFloats;
import org.deeplearning4j.util.ModelSerializer;

/** The entries that a checkpoint may have, and how many bytes each may have. */
final class CheckpointEntries {
  /** The arrays of format 1. */
  static final String BARE_PARAMETERS = "parameters.f32";

  static final String BARE_UPDATER = "updater.f32";

  private static final Map<String, Integer> TEXTS =
      Map.of(
          ModelSerializer.CONFIGURATION_JSON, 1 << 25,
          ModelFile.STATE, ModelFile.MAX_DESCRIPTION,
          ModelFile.HISTORY, 1 << 28,
          EntryDigests.ENTRY, 1 << 16);

  private final Map<String, Integer> limits = new HashMap<>();

  /**
   * @param lengths of the arrays of the network that is trained
   */
  CheckpointEntries(StateLengths lengths) {
    limits.putAll(TEXTS);
    for (String prefix : List.of("", ModelFile.BEST)) {
      limits.put(prefix + ModelSerializer.COEFFICIENTS_BIN, bytes(lengths.parameters()));
      limits.put(prefix + ModelSerializer.UPDATER_BIN, bytes(lengths.updater()));
      limits.put(prefix + BARE_PARAMETERS, bytes(lengths.parameters()));
      limits.put(prefix + BARE_UPDATER, bytes(lengths.updater()));
    }
  }

  /** Returns how many bytes an entry that is no array may have, who writes it and who reads it. */
  static int textLimit(String name) {
    return TEXTS.get(name);
  }

  private static int bytes(long floats) {
    return (int)
        Math.min(Float.BYTES * floats + SerializedFloats.OVERHEAD, Integer.MAX_VALUE - Long.BYTES);
  }

  /**
   * Returns how many bytes an entry may have.
   *
   * @throws ZipException if no checkpoint has such an entry
   */
  int limit(String name) throws IOException {
    Integer limit = limits.get(name);
    if (limit == null) {
      throw new ZipException("a foreign entry in it");
    }
    return limit;
  }
}
