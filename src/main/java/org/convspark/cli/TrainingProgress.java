package org.convspark.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convspark.config.TrainingConfig;
import org.convspark.run.EpochLog;
import org.convspark.run.EpochRecord;
import org.convspark.run.EpochTimes;
import org.convspark.run.History;
import org.convspark.run.RunDirectory;
import org.convspark.run.RunMetrics;
import org.convspark.run.TensorBoardLog;
import org.convspark.training.EpochResult;
import org.convspark.training.Score;
import org.convspark.training.TrainingListener;
import org.convspark.training.TrainingState;

/** Shows training as Keras does, and keeps its history. */
public final class TrainingProgress implements TrainingListener {
  private final Terminal terminal;
  private final History history;
  private final EpochLog log;
  private final int epochs;
  private final int slots;
  private volatile Terminal.Progress bar;
  private volatile String figures = "";
  private int rounds;
  private double seconds;
  private EpochResult.Times times = new EpochResult.Times(0, 0, 0);

  private TrainingProgress(
      Terminal terminal, History history, EpochLog log, int epochs, int slots) {
    this.history = history;
    this.terminal = terminal;
    this.log = log;
    this.epochs = epochs;
    this.slots = slots;
  }

  /**
   * @param slots that train at once
   * @param from where training goes on; the epochs before it are kept in the history
   */
  public static TrainingProgress of(
      Terminal terminal,
      RunDirectory run,
      TrainingConfig config,
      int slots,
      Optional<TrainingState> from,
      boolean tensorboard,
      Configuration hadoop) {
    Path file = run.path(RunDirectory.HISTORY);
    List<EpochRecord> earlier =
        from.filter(state -> state.epoch() > 1)
            .map(
                state ->
                    History.read(file, hadoop).stream()
                        .filter(epoch -> epoch.epoch() < state.epoch())
                        .toList())
            .orElse(List.of());
    History history = new History(file, hadoop, earlier);
    EpochLog log =
        tensorboard
            ? history.and(TensorBoardLog.in(run.path(RunDirectory.TENSORBOARD), hadoop))
            : history;
    return new TrainingProgress(terminal, history, log, config.epochs(), slots);
  }

  @Override
  public void epochStarted(int epoch, long minibatches) {
    figures = "";
    bar = terminal.progress("Epoch " + epoch + "/" + epochs, minibatches);
  }

  @Override
  public void minibatchesTrained(long minibatches) {
    bar.show(minibatches, figures);
  }

  @Override
  public void roundCompleted(EpochResult soFar) {
    figures =
        String.format(Locale.ROOT, "loss: %.4f  accuracy: %.4f", soFar.loss(), soFar.accuracy());
    bar.show(soFar.minibatches(), figures);
  }

  @Override
  public void epochCompleted(EpochResult result, Optional<Score> validation) {
    bar.close();
    terminal.line(line(result, validation));
    rounds = result.rounds();
    seconds += result.seconds();
    times = times.plus(result.times());
    try {
      log.append(
          new EpochRecord(
              result.epoch(),
              result.loss(),
              result.accuracy(),
              value(validation, Score::loss),
              value(validation, Score::accuracy),
              result.learningRate(),
              result.seconds(),
              result.examples(),
              result.imagesPerSecond(),
              Optional.of(times(result))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EpochTimes times(EpochResult result) {
    TimeShares shares = TimeShares.of(result.times(), result.seconds(), slots);
    return new EpochTimes(
        shares.compute() * result.seconds(),
        shares.broadcast() * result.seconds(),
        shares.aggregate() * result.seconds(),
        shares.waiting() * result.seconds(),
        result.workers().stream()
            .map(worker -> new EpochTimes.Worker(worker.examples(), worker.seconds()))
            .toList());
  }

  private String line(EpochResult result, Optional<Score> validation) {
    String scored =
        validation
            .map(
                score ->
                    String.format(
                        Locale.ROOT,
                        "  val_loss: %.4f  val_accuracy: %.4f",
                        score.loss(),
                        score.accuracy()))
            .orElse("");
    return String.format(
        Locale.ROOT,
        "Epoch %d/%d  %d/%d  %.1fs  loss: %.4f  accuracy: %.4f%s  %.0f images/s",
        result.epoch(),
        epochs,
        result.minibatches(),
        result.minibatches(),
        result.seconds(),
        result.loss(),
        result.accuracy(),
        scored,
        result.imagesPerSecond());
  }

  private static OptionalDouble value(Optional<Score> score, ToDoubleFunction<Score> part) {
    return score.isPresent()
        ? OptionalDouble.of(part.applyAsDouble(score.get()))
        : OptionalDouble.empty();
  }

  @Override
  public void stoppedEarly(int epoch, String why) {
    terminal.line("Stopped after epoch " + epoch + ": " + why);
  }

  /** Where the time went; empty where a resumed training had nothing left to do. */
  public Optional<TimeShares> timeShares() {
    return seconds == 0 ? Optional.empty() : Optional.of(TimeShares.of(times, seconds, slots));
  }

  /** What metrics.json says of the training. */
  public RunMetrics.Training training(int workers) {
    List<EpochRecord> done = history.epochs();
    double seconds = done.stream().mapToDouble(EpochRecord::seconds).sum();
    long examples = done.stream().mapToLong(EpochRecord::examples).sum();
    return new RunMetrics.Training(
        workers, done.size(), seconds, examples / seconds, (long) rounds * done.size());
  }
}
