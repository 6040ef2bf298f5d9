package org.convspark.config.training;

import java.io.Serializable;
import java.util.Locale;
import org.convspark.config.Checks;
import org.convspark.config.Settings;

/**
 * The optimizer and its constants.
 *
 * @param optimizer which one
 * @param rho decay of rmsprop's mean of squared gradients, 0 to below 1
 * @param epsilon added to the root of squared gradients, over 0
 * @param momentum decay of the velocity, 0 to below 1
 * @param beta1 decay of the mean of gradients, 0 to below 1
 * @param beta2 decay of the mean of squared gradients, 0 to below 1
 * @param weightDecay share of each weight that adamw takes off at learning rate 1, 0 or more
 */
public record OptimizerConfig(
    Optimizer optimizer,
    double rho,
    double epsilon,
    double momentum,
    double beta1,
    double beta2,
    double weightDecay)
    implements Serializable {

  /** The optimizers, by Keras's names. */
  public enum Optimizer {
    SGD(0.1, 0.1),
    MOMENTUM(0.05, 0.05),
    NESTEROV(0.05, 0.05),
    RMSPROP(0.003, 0.004),
    ADAM(0.003, 0.004),
    ADAMW(0.003, 0.004);

    private static final int MANY_WORKERS = 8;

    private final double rateOfFew;
    private final double rateOfMany;

    Optimizer(double rateOfFew, double rateOfMany) {
      this.rateOfFew = rateOfFew;
      this.rateOfMany = rateOfMany;
    }

    /** Returns the schedule's peak where the user leaves it to us, as measured on MNIST. */
    public double learningRate(int workers) {
      return workers < MANY_WORKERS ? rateOfFew : rateOfMany;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public OptimizerConfig {
    Checks.share("optimizer.rho", rho);
    Checks.over("optimizer.epsilon", 0, epsilon);
    Checks.share("optimizer.momentum", momentum);
    Checks.share("optimizer.beta1", beta1);
    Checks.share("optimizer.beta2", beta2);
    Checks.atLeast("optimizer.weight-decay", 0, weightDecay);
  }

  static OptimizerConfig of(Settings settings) {
    return new OptimizerConfig(
        Checks.oneOf("optimizer.name", Optimizer.class, settings.string("optimizer.name")),
        settings.number("optimizer.rho"),
        settings.number("optimizer.epsilon"),
        settings.number("optimizer.momentum"),
        settings.number("optimizer.beta1"),
        settings.number("optimizer.beta2"),
        settings.number("optimizer.weight-decay"));
  }
}
