package org.convspark.model;

import java.io.IOException;
import java.util.Map;
import org.convspark.config.InputException;
import org.convspark.network.ConfigurationScreen;
import org.convspark.network.FlatInput;
import org.convspark.network.ParameterCount;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The configuration.json of an untrusted model, which may name no classes but those of DL4J's
 * layers and their settings.
 */
final class ModelConfiguration {
  /** While an archive is read: its bytes, once more in the pieces they came in, and as floats. */
  private static final int BYTES_OF_PARAMETER = 3 * Float.BYTES;

  private final ComputationGraphConfiguration graph;
  private final long parameters;

  private ModelConfiguration(ComputationGraphConfiguration graph, long parameters) {
    this.graph = graph;
    this.parameters = parameters;
  }

  /**
   * Parses the text and checks it.
   *
   * @param where the archive, for errors
   * @throws InputException if it isn't JSON, names a foreign class, or isn't a graph of one input,
   *     one output and 32-bit floats with 1 to {@link ParameterCount#MOST} parameters, or this
   *     JVM's heap can't hold them
   */
  static ModelConfiguration parse(String where, String json) {
    String entry = where + "!" + ModelSerializer.CONFIGURATION_JSON;
    checkClasses(entry, json);
    try {
      ComputationGraphConfiguration graph = ComputationGraphConfiguration.fromJson(json);
      if (graph.getNetworkInputs().size() != 1 || graph.getNetworkOutputs().size() != 1) {
        throw refuse(
            entry,
            graph.getNetworkInputs().size()
                + " inputs and "
                + graph.getNetworkOutputs().size()
                + " outputs",
            "one input and one output",
            null);
      }
      if (graph.getDataType() != DataType.FLOAT) {
        throw refuse(entry, "values of type " + graph.getDataType(), "FLOAT", null);
      }
      FlatInput.flatten(graph);
      ParameterCount count = ParameterCount.of(entry, graph);
      count.requireRoom(BYTES_OF_PARAMETER);
      return new ModelConfiguration(graph, count.parameters());
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whatever DL4J's reading stumbles over: missing vertices, null fields, unknown values.
      throw refuse(entry, "no usable network", "a ComputationGraphConfiguration", e);
    }
  }

  private static void checkClasses(String entry, String json) {
    try {
      ConfigurationScreen screen = ConfigurationScreen.of(json);
      screen
          .foreignClass()
          .ifPresent(
              name -> {
                String shown = name.replaceAll("[^A-Za-z0-9_.$<>,]", "?");
                throw refuse(
                    entry,
                    "the class " + shown.substring(0, Math.min(120, shown.length())),
                    "only layers and settings of DL4J",
                    null);
              });
      if (!screen.isGraph()) {
        throw refuse(
            entry,
            "a network that is no ComputationGraph",
            "one: MultiLayerNetwork.toComputationGraph() makes it",
            null);
      }
    } catch (IOException e) {
      throw refuse(entry, "no JSON", "the configuration of a network", e);
    }
  }

  /** Returns the number of the network's parameters. */
  long parameters() {
    return parameters;
  }

  /**
   * Builds the network with the parameters and updater state of an archive.
   *
   * @param where the archive, for errors
   * @param arrays the entries' bytes by name, as {@link ModelArchive#content} returns them
   * @throws InputException if the configuration contradicts itself or doesn't fit them
   */
  ComputationGraph toGraph(String where, Map<String, byte[]> arrays) {
    ComputationGraph network =
        build(where, row(read(where, ModelSerializer.COEFFICIENTS_BIN, arrays, parameters)));
    if (arrays.containsKey(ModelSerializer.UPDATER_BIN)) {
      INDArray fresh = network.getUpdater().getStateViewArray();
      long length = fresh == null ? 0 : fresh.length();
      float[] state = read(where, ModelSerializer.UPDATER_BIN, arrays, length);
      if (length > 0) {
        network.getUpdater().setStateViewArray(row(state));
      }
    }
    return network;
  }

  private static float[] read(
      String where, String entry, Map<String, byte[]> arrays, long expected) {
    return SerializedFloats.read(where + "!" + entry, arrays.get(entry), expected);
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }

  private ComputationGraph build(String where, INDArray row) {
    try {
      ComputationGraph network = new ComputationGraph(graph);
      network.init(row, false);
      network.getUpdater();
      return network;
    } catch (RuntimeException e) {
      throw refuse(
          where + "!" + ModelSerializer.CONFIGURATION_JSON,
          "a network that can't be built",
          "a consistent one",
          e);
    }
  }

  private static InputException refuse(
      String entry, String found, String expected, Exception cause) {
    return new InputException(entry, found, expected, ModelArchive.REMEDY, cause);
  }
}
