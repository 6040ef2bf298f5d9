package org.convspark.training.replicas;

import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * RMSprop in loops that the JVM vectorizes, piece by piece through the cache. ND4J 1.0.0-M2's own
 * operation takes 13 ms for the dense network's 407,050 parameters, several times what its gradient
 * takes. It stands in for {@link RmsProp} in a replica only; both keep the same state.
 */
public final class PiecewiseRmsProp extends RmsProp {
  private static final long serialVersionUID = 1L;

  /** Floats at a time: three such pieces fit the first-level cache. */
  private static final int PIECE = 2048;

  public PiecewiseRmsProp(RmsProp original) {
    super(original.getLearningRate(), original.getRmsDecay(), original.getEpsilon());
  }

  @Override
  @SuppressWarnings("rawtypes") // As DL4J declares it.
  public GradientUpdater instantiate(INDArray view, boolean initialize) {
    if (initialize) {
      view.assign(getEpsilon());
    }
    return new Updater(this, view, new float[PIECE], new float[PIECE]);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Updater(PiecewiseRmsProp config, INDArray state, float[] squares, float[] steps)
      implements GradientUpdater<PiecewiseRmsProp> {
    @Override
    public PiecewiseRmsProp getConfig() {
      return config;
    }

    /** {@code s = rho s + (1 - rho) g^2}; the gradient becomes {@code rate g / (sqrt(s) + eps)}. */
    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      FloatPointer s = new FloatPointer(state.data().addressPointer());
      FloatPointer g = new FloatPointer(gradient.data().addressPointer());
      float rate = (float) config.getLearningRate(iteration, epoch);
      float rho = (float) config.getRmsDecay();
      float epsilon = (float) config.getEpsilon();
      long length = gradient.length();
      for (long at = 0; at < length; at += PIECE) {
        int n = (int) Math.min(PIECE, length - at);
        s.position(at).get(squares, 0, n);
        g.position(at).get(steps, 0, n);
        for (int i = 0; i < n; i++) {
          float square = rho * squares[i] + (1 - rho) * steps[i] * steps[i];
          squares[i] = square;
          steps[i] = rate * steps[i] / ((float) Math.sqrt(square) + epsilon);
        }
        s.put(squares, 0, n);
        g.put(steps, 0, n);
      }
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
      this.state.assign(state.get("G"));
    }

    @Override
    public Map<String, INDArray> getState() {
      return Map.of("G", state);
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
      state.assign(view);
    }
  }
}
