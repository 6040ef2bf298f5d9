package org.convspark.config.training;

import java.io.Serializable;
import java.util.Locale;
import org.convspark.config.Checks;
import org.convspark.config.Settings;

/**
 * How the learning rate moves during training.
 *
 * @param schedule its shape after the warm-up
 * @param peak the learning rate that it rises to or stays at, over 0
 * @param warmUp share of the training over which the rate rises, 0 to below 1
 * @param start rate at the start of the rise, as a share of the peak, over 0
 * @param stepFactor factor by which the step schedule multiplies the rate, over 0
 * @param stepEpochs number of epochs after which the step schedule does so again, at least 1
 * @param decay factor by which the exponential schedule multiplies the rate in an epoch, over 0
 */
public record ScheduleConfig(
    Schedule schedule,
    double peak,
    double warmUp,
    double start,
    double stepFactor,
    int stepEpochs,
    double decay)
    implements Serializable {

  /** The shapes of a schedule. Users write their names in lower case with dashes. */
  public enum Schedule {
    CONSTANT,
    STEP,
    EXPONENTIAL,
    COSINE,
    ONE_CYCLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public ScheduleConfig {
    Checks.over("optimizer.learning-rate", 0, peak);
    Checks.share("schedule.warm-up", warmUp);
    Checks.over("schedule.start", 0, start);
    Checks.over("schedule.step-factor", 0, stepFactor);
    Checks.atLeast("schedule.step-epochs", 1, stepEpochs);
    Checks.over("schedule.decay", 0, decay);
  }

  static ScheduleConfig of(Settings settings, double peak) {
    return new ScheduleConfig(
        Checks.oneOf("schedule.name", Schedule.class, settings.string("schedule.name")),
        peak,
        settings.number("schedule.warm-up"),
        settings.number("schedule.start"),
        settings.number("schedule.step-factor"),
        settings.integer("schedule.step-epochs"),
        settings.number("schedule.decay"));
  }
}
