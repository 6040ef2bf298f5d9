package org.convspark.training.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.config.training.TransferConfig;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.model.SavedModel;
import org.convspark.network.Architecture;
import org.convspark.network.InitialParameters;
import org.convspark.network.InputCompatibility;
import org.convspark.network.TrainingSetup;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The network of a trained model, whose parameters training starts from.
 *
 * <p>A layer's factor stands in the configuration as its optimizer's own learning rate, so that a
 * checkpoint and the trained model have it too, in DL4J's own terms. Frozen layers have the rate 0,
 * neither penalties nor constraints, and keep their parameters to the bit.
 */
public final class Pretrained implements Architecture, InitialParameters {
  private final SavedModel model;
  private final TransferConfig config;
  private final LayerFactors factors;

  private Pretrained(SavedModel model, TransferConfig config) {
    this.model = model;
    this.config = config;
    this.factors = LayerFactors.of(config.factors(), layersWithParameters(model.graph()));
  }

  /**
   * Takes a model to start from.
   *
   * @throws InputException if its last layer is to be replaced and can't be
   * @throws UsageException if a layer is named that it doesn't have, or nothing is left to train
   */
  public static Pretrained of(SavedModel model, TransferConfig config) {
    if (config.replaceHead() && !(head(model.graph().getConfiguration()) instanceof OutputLayer)) {
      throw new InputException(
          model.file().uri(),
          "a last layer of the kind " + head(model.graph().getConfiguration()).getClass(),
          "an OutputLayer, which can be replaced",
          "train without --replace-head");
    }
    return new Pretrained(model, config);
  }

  private static org.deeplearning4j.nn.conf.layers.Layer head(ComputationGraphConfiguration net) {
    return ((LayerVertex) net.getVertices().get(net.getNetworkOutputs().get(0)))
        .getLayerConf()
        .getLayer();
  }

  private static List<String> layersWithParameters(ComputationGraph graph) {
    List<String> names = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.numParams() > 0) {
        names.add(layer.conf().getLayer().getLayerName());
      }
    }
    return names;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String description() {
    return "the network of " + model.file();
  }

  /** Returns 1: the layers find out. */
  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public Optional<InitialParameters> initial() {
    return Optional.of(this);
  }

  @Override
  public Optional<ModelInput> input() {
    return model
        .origin()
        .input()
        .map(known -> config.replaceHead() ? known.withoutClasses() : known);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if the model isn't for such images or classes
   */
  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    ComputationGraphConfiguration network = model.graph().getConfiguration().clone();
    if (config.replaceHead()) {
      ((OutputLayer) head(network)).setNOut(classes);
    } else if (model.classes() != classes) {
      throw new InputException(
          model.file().uri(),
          "a model for " + model.classes() + " classes",
          classes + " as the data has",
          "give --replace-head, for a new last layer");
    }
    ComputationGraphConfiguration fitted =
        new InputCompatibility(model.file().uri(), shape, classes).check(network);
    fitted.setIterationCount(0);
    fitted.setEpochCount(0);
    TrainingSetup.apply(fitted, base);
    fitted
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex layer
                  && layer.getLayerConf().getLayer() instanceof BaseLayer trained) {
                settle(trained, factors.of(name), base);
              }
            });
    return fitted;
  }

  private static void settle(BaseLayer layer, double factor, NeuralNetConfiguration.Builder base) {
    IUpdater updater = layer.getIUpdater();
    if (factor != 1) {
      updater.setLrAndSchedule(updater.getLearningRate(0, 0) * factor, null);
    }
    boolean frozen = factor == 0;
    layer.setRegularization(frozen ? List.of() : base.getRegularization());
    layer.setRegularizationBias(frozen ? List.of() : base.getRegularizationBias());
    if (frozen) {
      layer.setConstraints(null);
    }
  }

  /** Copies the model's parameters, those of a replaced last layer excepted. */
  @Override
  public void copyTo(ComputationGraph network) {
    String replaced =
        config.replaceHead() ? network.getConfiguration().getNetworkOutputs().get(0) : "";
    for (String name : factors.byLayer().keySet()) {
      if (!name.equals(replaced)) {
        network.getLayer(name).params().assign(model.graph().getLayer(name).params());
      }
    }
  }

  @Override
  public Map<String, String> identity() {
    Map<String, String> identity = new HashMap<>(config.identity());
    identity.put("from", model.sha256());
    return identity;
  }

  @Override
  public String sha256() {
    return model.sha256();
  }

  @Override
  public Optional<String> frozenNormalization() {
    return factors.frozen().stream()
        .filter(
            name -> model.graph().getLayer(name).conf().getLayer() instanceof BatchNormalization)
        .findFirst();
  }

  @Override
  public String describe() {
    List<String> frozen = factors.frozen();
    long still = frozen.stream().mapToLong(name -> model.graph().getLayer(name).numParams()).sum();
    return "Starting from "
        + model.file()
        + (config.replaceHead() ? ", with a new last layer" : "")
        + (frozen.isEmpty()
            ? ""
            : "; frozen: "
                + String.join(", ", frozen)
                + " ("
                + still
                + " of "
                + model.graph().numParams()
                + " parameters)");
  }
}
