package org.convspark.network;

import java.util.Map;
import java.util.Optional;
import org.convspark.data.ModelInput;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Parameters of a trained model, which a training starts from. */
public interface InitialParameters {
  /** Returns where they come from and what becomes of them, in a line for people. */
  String describe();

  /** Returns the SHA-256 of the model's file, in lower-case hex. */
  String sha256();

  /**
   * Returns what the trained parameters follow from beside the network's name and the settings of
   * training, by name of the option without its dashes.
   */
  Map<String, String> identity();

  /**
   * Returns what images the model takes, and what classes unless it is to learn others; nothing
   * where it doesn't say.
   */
  Optional<ModelInput> input();

  /**
   * Returns the name of a batch normalisation that stays as it is, by whose running statistics only
   * the engine trains other layers; nothing where there is none.
   */
  Optional<String> frozenNormalization();

  /**
   * Copies them.
   *
   * @param network made of the architecture's configuration, with the seed's parameters
   */
  void copyTo(ComputationGraph network);
}
