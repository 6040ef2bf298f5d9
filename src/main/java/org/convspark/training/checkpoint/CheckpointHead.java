package org.convspark.training.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convspark.model.ModelFile;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Whose a checkpoint is, which is known before its arrays are read.
 *
 * @param identity settings and dataset of the run, by name
 * @param network the network's configuration as JSON; empty in format 1
 */
record CheckpointHead(Map<String, String> identity, Optional<String> network) {
  /** The entries that it is read from. */
  static final Set<String> ENTRIES = Set.of(ModelFile.STATE, ModelSerializer.CONFIGURATION_JSON);
}
