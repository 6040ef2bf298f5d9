package org.convspark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.OptionalDouble;
import org.convspark.output.EpochLog;
import org.convspark.output.EpochRecord;
import org.convspark.output.RunMetrics;
import org.convspark.training.EpochResult;
import org.convspark.training.RunListener;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Shows training as Keras does, and keeps its history. */
final class TrainingProgress implements RunListener {
  private final Terminal terminal;
  private final EpochLog log;
  private final int epochs;
  private Terminal.Progress bar;
  private double seconds;
  private long examples;
  private long rounds;

  TrainingProgress(Terminal terminal, EpochLog log, int epochs) {
    this.terminal = terminal;
    this.log = log;
    this.epochs = epochs;
  }

  @Override
  public void epochStarted(int epoch, long minibatches) {
    bar = terminal.progress("Epoch " + epoch + "/" + epochs, minibatches);
  }

  @Override
  public void roundCompleted(EpochResult soFar) {
    bar.show(
        soFar.minibatches(),
        String.format(Locale.ROOT, "loss: %.4f  accuracy: %.4f", soFar.loss(), soFar.accuracy()));
  }

  @Override
  public void epochCompleted(EpochResult result, ComputationGraph network) {
    bar.close();
    terminal.line(
        String.format(
            Locale.ROOT,
            "Epoch %d/%d  %d/%d  %.1fs  loss: %.4f  accuracy: %.4f  %.0f images/s",
            result.epoch(),
            epochs,
            result.minibatches(),
            result.minibatches(),
            result.seconds(),
            result.loss(),
            result.accuracy(),
            result.imagesPerSecond()));
    seconds += result.seconds();
    examples += result.examples();
    rounds += result.rounds();
    try {
      log.append(
          new EpochRecord(
              result.epoch(),
              result.loss(),
              result.accuracy(),
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              result.learningRate(),
              result.seconds(),
              result.examples(),
              result.imagesPerSecond()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What metrics.json says of the training. */
  RunMetrics.Training training(int workers) {
    return new RunMetrics.Training(workers, epochs, seconds, examples / seconds, rounds);
  }
}
