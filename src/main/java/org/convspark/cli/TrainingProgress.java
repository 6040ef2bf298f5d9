package org.convspark.cli;

import java.util.Locale;
import org.convspark.training.EpochAccumulator;
import org.convspark.training.EpochResult;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;

/** Shows training as Keras does. */
public final class TrainingProgress implements TrainingObserver {
  private final Terminal terminal;
  private final int epochs;
  private volatile Terminal.Progress bar;
  private volatile String figures = "";

  /**
   * Prepares the display; it starts with the first epoch.
   *
   * @param epochs how many are to be trained in all
   */
  public TrainingProgress(Terminal terminal, int epochs) {
    this.terminal = terminal;
    this.epochs = epochs;
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
  public void roundCompleted(TrainingState state) {
    EpochAccumulator soFar = state.accumulator();
    figures =
        String.format(Locale.ROOT, "loss: %.4f  accuracy: %.4f", soFar.loss(), soFar.accuracy());
    bar.show(soFar.minibatches(), figures);
  }

  @Override
  public void epochCompleted(EpochResult result, TrainingState next) {
    bar.close();
    terminal.line(line(result, epochs));
  }

  /**
   * Returns an epoch's line, as Keras writes it.
   *
   * @param epochs how many are to be trained in all
   */
  public static String line(EpochResult result, int epochs) {
    String scored =
        result.valLoss() == null
            ? ""
            : String.format(
                Locale.ROOT,
                "  val_loss: %.4f  val_accuracy: %.4f",
                result.valLoss(),
                result.valAccuracy());
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

  @Override
  public void stoppedEarly(int epoch, String why) {
    terminal.line("Stopped after epoch " + epoch + ": " + why);
  }
}
