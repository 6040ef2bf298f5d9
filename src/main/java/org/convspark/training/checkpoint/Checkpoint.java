package org.convspark.training.checkpoint;

import java.util.List;
import java.util.Optional;
import org.convspark.training.EpochResult;
import org.convspark.training.TrainingState;

/**
 * What a run goes on from.
 *
 * @param state the state to go on from
 * @param epochs those before it, in order, as far as they are known; empty in formats before 3
 */
public record Checkpoint(TrainingState state, Optional<List<EpochResult>> epochs) {}
