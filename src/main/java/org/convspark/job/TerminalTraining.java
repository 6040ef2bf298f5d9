package org.convspark.job;

import java.util.function.Supplier;
import org.convspark.cli.Announcement;
import org.convspark.cli.TrainingProgress;
import org.convspark.run.TrainingRun;
import org.convspark.training.Trainer;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Shows a training on the terminal, and ends it with a checkpoint where a signal asks for it. */
record TerminalTraining(JobContext context, int epochs) implements TrainingRun.Caller {
  @Override
  public void line(String text) {
    context.terminal().line(text);
  }

  @Override
  public void resumed(TrainingState from) {
    line(Announcement.resumed(from, epochs));
  }

  @Override
  public TrainingObserver progress() {
    return new TrainingProgress(context.terminal(), epochs);
  }

  @Override
  public ComputationGraph run(Trainer trainer, Supplier<ComputationGraph> training) {
    return context.stop().training(trainer::interrupt, training, trainer::keepLast);
  }
}
