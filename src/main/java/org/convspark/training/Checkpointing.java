package org.convspark.training;

/** Keeps a training's state where it outlives the driver. */
public interface Checkpointing {
  /** A round is done; a checkpoint is written if it is time for one. */
  void roundCompleted(TrainingState state);

  /** An epoch is done and scored; {@code state} is the start of the next. */
  void epochCompleted(TrainingState state);

  /** Training is interrupted here. */
  void interrupted(TrainingState state);

  /** Keeps nothing. */
  Checkpointing NONE =
      new Checkpointing() {
        @Override
        public void roundCompleted(TrainingState state) {}

        @Override
        public void epochCompleted(TrainingState state) {}

        @Override
        public void interrupted(TrainingState state) {}
      };
}
