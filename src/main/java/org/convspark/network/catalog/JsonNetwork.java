package org.convspark.network.catalog;

import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.InputCompatibility;
import org.convspark.network.NetworkJson;
import org.convspark.network.ParameterCount;
import org.convspark.network.TrainingSetup;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * The user's own network as the JSON of a DL4J ComputationGraphConfiguration. Layers,
 * initialisation and regularisation are the file's; seed, updater and cache mode are the
 * training's, so that {@code --seed} and {@code --learning-rate} mean the same for every network.
 */
final class JsonNetwork implements Architecture {
  private final String name;
  private final String json;

  /** Takes a text as JSON; {@link #configure} checks it. */
  JsonNetwork(String name, String json) {
    this.name = name;
    this.json = json;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "your own network, from JSON";
  }

  /** Returns 1: the file says nothing of it, and {@link #configure} finds out. */
  @Override
  public int smallestSide() {
    return 1;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if the file's network doesn't fit the images and classes
   */
  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    ComputationGraphConfiguration conf = NetworkJson.parse(name, json);
    ComputationGraphConfiguration fitted = new InputCompatibility(name, shape, classes).check(conf);
    ParameterCount.of(name, fitted);
    TrainingSetup.apply(fitted, base);
    return fitted;
  }
}
