package org.convspark.run;

import org.convspark.training.EpochResult;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;

/**
 * Ends a training whose run directory another process has taken over. It is to be the first of the
 * observers, so that those after it write nothing more.
 */
public final class LeaseCheck implements TrainingObserver {
  private final RunDirectory run;

  public LeaseCheck(RunDirectory run) {
    this.run = run;
  }

  /**
   * Where nothing is written, a file system that is away for a while is no reason to give up. Who
   * writes in a round asks for himself.
   */
  @Override
  public void roundCompleted(TrainingState state) {
    if (run.isLost()) {
      run.requireHeld();
    }
  }

  @Override
  public void epochCompleted(EpochResult result, TrainingState next) {
    run.requireHeld();
  }

  @Override
  public void interrupted(TrainingState state) {
    run.requireHeld();
  }
}
