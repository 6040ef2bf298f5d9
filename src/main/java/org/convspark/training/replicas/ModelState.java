package org.convspark.training.replicas;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The part of a network that training changes, as plain arrays, which Java and Kryo both serialize.
 *
 * <p>Batch normalisation's running deviations are among the parameters as logarithms, DL4J's
 * default, so workers' deviations are averaged geometrically, their means arithmetically.
 *
 * @param parameters all parameters, batch normalisation's running statistics included, in DL4J's
 *     flat order
 * @param updater the optimizer's state in DL4J's flat order; empty where it has none
 * @param iteration minibatches that a worker has trained so far, which Adam's bias correction needs
 */
@SuppressWarnings("ArrayRecordComponent")
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
public record ModelState(float[] parameters, float[] updater, int iteration)
    implements Serializable {

  public static ModelState of(ComputationGraph graph) {
    return new ModelState(
        graph.params().toFloatVector(),
        updaterOf(graph),
        graph.getConfiguration().getIterationCount());
  }

  private static float[] updaterOf(ComputationGraph graph) {
    INDArray state = graph.getUpdater().getStateViewArray();
    return state == null ? new float[0] : state.toFloatVector();
  }

  /**
   * Returns whether no parameter and nothing of the optimizer's state is NaN or infinite. (Under an
   * infinite mean of squared gradients a parameter stands still for good, and no loss shows it.)
   */
  boolean isFinite() {
    return isFinite(parameters) && isFinite(updater);
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Copies this state into {@code graph}, which must have the same configuration. */
  public void applyTo(ComputationGraph graph) {
    graph.params().assign(Nd4j.createFromArray(parameters));
    if (updater.length > 0) {
      graph.getUpdater().getStateViewArray().assign(Nd4j.createFromArray(updater));
    }
    graph.getConfiguration().setIterationCount(iteration);
  }
}
