package org.convspark.accel;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Rewrites a network so that convolutions and poolings, and the batch normalisations, ReLUs, sums
 * and concatenations between them, keep their feature maps channels-last in memory. Parameters stay
 * as they are, in meaning and order, so the rewritten network trains on behalf of the original.
 *
 * <p>Symptom: in DL4J 1.0.0-M2 with oneDNN, much of a training step is not arithmetic.
 * Channels-first arrays are reordered around every operation, each convolution runs forward twice,
 * the first one computes a gradient for the images that nobody asks for, and ReLU's derivative
 * costs more than the convolution before it, and so does batch normalisation. (Its own
 * channels-last layers train wrongly.) To see that it is on: the rewritten configuration's layers
 * are of this package.
 */
public final class ChannelsLast {
  private ChannelsLast() {}

  /**
   * @param original not changed
   * @return the same network with its plain 2-d convolutions and poolings replaced, those with an
   *     activation other than ReLU or none excepted, and the batch normalisations, ReLUs, sums and
   *     concatenations of their feature maps
   */
  public static ComputationGraphConfiguration rewrite(ComputationGraphConfiguration original) {
    ComputationGraphConfiguration graph = original.clone();
    Map<String, GraphVertex> vertices = graph.getVertices();
    if (graph.getDataType() != DataType.FLOAT) {
      return graph;
    }
    vertices.forEach(
        (name, vertex) -> {
          if (vertex instanceof LayerVertex layerVertex && layerVertex.getPreProcessor() == null) {
            Layer layer = layerVertex.getLayerConf().getLayer();
            Layer replacement = Replacement.ofMaker(layer, isFirst(graph, name));
            if (replacement != null) {
              layerVertex.getLayerConf().setLayer(replacement);
            }
          }
        });
    boolean more = true;
    while (more) { // A follower has followers.
      more = followMaps(graph);
    }
    vertices.keySet().forEach(name -> poolBeforeRelu(graph, name));
    return graph;
  }

  /**
   * Replaces what is only worth it where the maps come channels-last already.
   *
   * @return whether there was any
   */
  private static boolean followMaps(ComputationGraphConfiguration graph) {
    boolean any = false;
    for (var entry : graph.getVertices().entrySet()) {
      List<String> inputs = graph.getVertexInputs().get(entry.getKey());
      if (!inputs.stream().allMatch(in -> isOurs(graph.getVertices().get(in)))) {
        continue;
      }
      GraphVertex vertex = entry.getValue();
      if (vertex instanceof LayerVertex layerVertex && layerVertex.getPreProcessor() == null) {
        Layer follower = Replacement.ofFollower(layerVertex.getLayerConf().getLayer());
        if (follower != null) {
          layerVertex.getLayerConf().setLayer(follower);
          any = true;
        }
      } else if (vertex.getClass() == ElementWiseVertex.class
          && ((ElementWiseVertex) vertex).getOp() == ElementWiseVertex.Op.Add) {
        entry.setValue(new ChannelsLastAdd());
        any = true;
      } else if (vertex.getClass() == MergeVertex.class
          && ((MergeVertex) vertex).getMergeAxis() == MergeVertex.DEFAULT_MERGE_DIM) {
        entry.setValue(new ChannelsLastMerge());
        any = true;
      }
    }
    return any;
  }

  private static boolean isOurs(GraphVertex vertex) {
    return vertex instanceof ChannelsLastAdd
        || vertex instanceof ChannelsLastMerge
        || (vertex instanceof LayerVertex layer
            && layer.getLayerConf().getLayer().getClass().getPackage()
                == ChannelsLast.class.getPackage());
  }

  private static boolean isFirst(ComputationGraphConfiguration graph, String name) {
    return graph.getNetworkInputs().containsAll(graph.getVertexInputs().get(name));
  }

  /**
   * Where a convolution's ReLU is followed by nothing but max pooling, the pooling applies it: the
   * maximum of ReLUs is the ReLU of the maximum, at a quarter of the work.
   */
  private static void poolBeforeRelu(ComputationGraphConfiguration graph, String name) {
    List<String> inputs = graph.getVertexInputs().get(name);
    if (inputs == null || inputs.size() != 1 || users(graph, inputs.get(0)) != 1) {
      return;
    }
    if (layerOf(graph, name) instanceof ChannelsLastPooling pooling
        && pooling.isMax()
        && layerOf(graph, inputs.get(0)) instanceof ChannelsLastConvolution convolution
        && Replacement.isRelu(convolution.getActivationFn())) {
      convolution.setActivationFn(new ActivationIdentity());
      pooling.applyRelu();
    }
  }

  private static long users(ComputationGraphConfiguration graph, String name) {
    return graph.getVertexInputs().values().stream().filter(in -> in.contains(name)).count()
        + (graph.getNetworkOutputs().contains(name) ? 1 : 0);
  }

  private static Layer layerOf(ComputationGraphConfiguration graph, String name) {
    return graph.getVertices().get(name) instanceof LayerVertex vertex
        ? vertex.getLayerConf().getLayer()
        : null;
  }
}
