package org.convspark.training.replicas;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Momentum as Polyak and Keras's {@code SGD(momentum)} define it, which ND4J lacks. It stands in
 * for {@link Nesterovs} in a replica only; both keep the same state, the velocity, so the saved
 * model is a plain DL4J model.
 */
public final class ClassicMomentum extends Nesterovs {
  private static final long serialVersionUID = 1L;

  public ClassicMomentum(Nesterovs original) {
    super(original.getLearningRate(), original.getMomentum());
  }

  @Override
  public GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
    if (initialize) {
      view.assign(0);
    }
    return new Updater(this, view);
  }

  private record Updater(ClassicMomentum config, INDArray velocity)
      implements GradientUpdater<ClassicMomentum> {
    @Override
    public ClassicMomentum getConfig() {
      return config;
    }

    /** {@code v = momentum * v - rate * gradient}; the caller subtracts what is left here. */
    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      velocity
          .muli(config.currentMomentum(iteration, epoch))
          .subi(gradient.muli(config.getLearningRate(iteration, epoch)));
      gradient.assign(velocity.neg());
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
      velocity.assign(state.get("V"));
    }

    @Override
    public Map<String, INDArray> getState() {
      return Map.of("V", velocity);
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
      velocity.assign(view);
    }
  }
}
