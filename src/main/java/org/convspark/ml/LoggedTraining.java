package org.convspark.ml;

import java.util.function.Supplier;
import org.convspark.cli.Announcement;
import org.convspark.cli.TrainingProgress;
import org.convspark.run.TrainingRun;
import org.convspark.training.EpochResult;
import org.convspark.training.Trainer;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a training in the log, as a program has its own terminal. */
record LoggedTraining(String uid, int epochs) implements TrainingRun.Caller {
  private static final Logger LOG = LoggerFactory.getLogger(ConvSparkClassifier.class);

  @Override
  public void line(String text) {
    LOG.info("{}: {}", uid, text);
  }

  @Override
  public void resumed(TrainingState from) {
    line(Announcement.resumed(from, epochs));
  }

  @Override
  public TrainingObserver progress() {
    return new TrainingObserver() {
      @Override
      public void epochCompleted(EpochResult result, TrainingState next) {
        line(TrainingProgress.line(result, epochs));
      }

      @Override
      public void stoppedEarly(int epoch, String why) {
        line("Stopped after epoch " + epoch + ": " + why);
      }
    };
  }

  @Override
  public ComputationGraph run(Trainer trainer, Supplier<ComputationGraph> training) {
    return training.get();
  }
}
