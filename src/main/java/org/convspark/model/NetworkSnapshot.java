package org.convspark.model;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.convspark.data.ImageShape;
import org.convspark.engine.InferenceNetwork;
import org.convspark.engine.Shape;
import org.convspark.engine.TrainingNetwork;
import org.convspark.engine.natives.Acceleration;
import org.convspark.network.NetworkInput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network as it is sent to executors: its configuration and parameters as a plain string and
 * array, so that Java's serialization and Kryo both carry it without registration (INDArrays need a
 * registrator under Kryo, and fail with a NullPointerException without).
 *
 * <p>Executors compute as the driver's JVM is set up to ({@link Acceleration#isEnabled}): with the
 * engine that trains, or with DL4J's own layers.
 */
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
public final class NetworkSnapshot implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String configuration;
  private final float[] parameters;
  private final boolean accelerated;

  private NetworkSnapshot(String configuration, float[] parameters, boolean accelerated) {
    this.configuration = configuration;
    this.parameters = parameters;
    this.accelerated = accelerated;
  }

  /** Copies the graph's configuration and parameters as they are now; updater state is left out. */
  public static NetworkSnapshot of(ComputationGraph graph) {
    return new NetworkSnapshot(
        graph.getConfiguration().toJson(),
        graph.params().dup('c').data().asFloat(),
        Acceleration.isEnabled());
  }

  /**
   * Returns the network with these parameters, for inference on images of a shape by this thread.
   */
  public Inference toInference(ImageShape shape) {
    Acceleration.apply(accelerated);
    // A row's last bits depend on how an operation is divided among threads; and a thread that has
    // loaded ND4J has as many of them as there are cores, beside those of Spark's other tasks.
    Acceleration.threads(1);
    ComputationGraphConfiguration network = ComputationGraphConfiguration.fromJson(configuration);
    Shape images = NetworkInput.compiled(shape);
    if (accelerated && TrainingNetwork.unsupported(network, images).isEmpty()) {
      return new CompiledInference(
          new InferenceNetwork(network, images, ImageBatch.SIZE, parameters));
    }
    ComputationGraph graph = new ComputationGraph(network);
    graph.init(Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'), false);
    return new Dl4jInference(graph, shape);
  }
}
