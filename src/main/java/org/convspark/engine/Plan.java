package org.convspark.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Parameters;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.RandomBits;
import org.convspark.engine.memory.Tensor;
import org.convspark.engine.operations.Activation;
import org.convspark.engine.operations.Fusing;
import org.convspark.engine.operations.Operation;
import org.convspark.engine.operations.Pooling;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network as a list of operations in the order of computation. A plan serves for one program
 * only.
 */
final class Plan {
  private final Tensor input;
  private final Tensor output;
  private final List<Operation> operations;
  private final Map<String, Tensor> layers = new LinkedHashMap<>();

  /**
   * @param images the shape of an image
   * @param random the generator that dropout draws from
   * @throws UnsupportedLayerException if the engine doesn't compute a layer
   */
  Plan(ComputationGraphConfiguration network, Shape images, RandomBits random) {
    if (network.getNetworkInputs().size() != 1 || network.getNetworkOutputs().size() != 1) {
      throw new UnsupportedLayerException("input or output", "more than one");
    }
    if (network.getDataType() != DataType.FLOAT) {
      throw new UnsupportedLayerException("every", "numbers of type " + network.getDataType());
    }
    this.input = new Tensor(images, false);
    LayerReader reader = new LayerReader(Parameters.offsets(network), random);
    Map<String, Tensor> known = new HashMap<>();
    known.put(network.getNetworkInputs().get(0), input);
    String last = network.getNetworkOutputs().get(0);
    GraphIndices indices = new ComputationGraph(network).calculateIndices();
    for (int index : indices.getTopologicalSortOrder()) {
      String name = indices.getIdxToName().get(index);
      GraphVertex vertex = network.getVertices().get(name);
      if (vertex != null) {
        List<Tensor> inputs = new ArrayList<>();
        network.getVertexInputs().get(name).forEach(in -> inputs.add(known.get(in)));
        Tensor made = reader.read(name, vertex, inputs, name.equals(last));
        known.put(name, made);
        layers.put(name, made);
      }
    }
    this.output = known.get(last);
    this.operations = reader.operations();
  }

  Tensor input() {
    return input;
  }

  Tensor output() {
    return output;
  }

  List<Operation> operations() {
    return operations;
  }

  /** Returns the output of each vertex by its name, in the order of computation. */
  Map<String, Tensor> layers() {
    return layers;
  }

  /** Returns whether a slice must be a whole minibatch, as batch normalisation requires. */
  boolean mixesImages() {
    return operations.stream().anyMatch(Operation::mixesImages);
  }

  /**
   * Lets operations apply the activation function that follows them, and max poolings the
   * derivative of a ReLU that precedes them.
   *
   * @return this plan
   */
  Plan fuse() {
    Map<Tensor, Operation> makers = new HashMap<>();
    operations.forEach(operation -> makers.put(operation.output(), operation));
    for (Operation operation : operations) {
      Operation before = makers.get(operation.input());
      if (before == null || before.output().users() > 1) {
        continue;
      }
      if (operation instanceof Activation activation && before instanceof Fusing fusing) {
        activation.leaveTo(fusing);
      } else if (operation instanceof Pooling pooling && pooling.isMax() && before.isRectified()) {
        before.output().gateByPooling();
      }
    }
    return this;
  }

  /**
   * Appends the forward pass to a program.
   *
   * @param keep whether to keep the values of all layers, as the backward pass needs them
   */
  void emitForward(Program program, boolean keep) {
    Map<Tensor, Integer> users = new HashMap<>();
    operations.forEach(op -> op.inputs().forEach(in -> users.merge(in, 1, Integer::sum)));
    for (Operation operation : operations) {
      operation.output().place(operation.placement(program));
      operation.forward(program, program.isTraining());
      if (!keep) {
        for (Tensor used : operation.inputs()) {
          if (users.merge(used, -1, Integer::sum) == 0 && used != input) {
            program.release(used.values());
          }
        }
      }
    }
  }

  /**
   * Appends the backward pass to a program.
   *
   * @return the buffer into which the gradient of the output is to be written
   */
  Buffer emitBackward(Program program) {
    Buffer ofOutput = program.memories().own((long) program.images() * output.shape().size());
    output.contribute(ofOutput.share());
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation operation = operations.get(i);
      Buffer gradient = operation.output().gradient(program);
      if (gradient != null) {
        operation.backward(program, gradient);
      }
    }
    return ofOutput;
  }
}
