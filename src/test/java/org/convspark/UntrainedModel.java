package org.convspark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convspark.data.ImageShape;
import org.convspark.model.ModelFile;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A model.zip for tests that need one to be there, whatever it says. */
public final class UntrainedModel {
  private UntrainedModel() {}

  /** Writes the network dense for digits of 28x28, with the parameters that seed 1 draws. */
  public static void write(Path file) throws IOException {
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("dense", new Configuration(false))
                .configure(
                    new ImageShape(28, 28, 1), 10, new NeuralNetConfiguration.Builder().seed(1)));
    network.init();
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelFile.write(network, Optional.empty(), out);
    }
  }
}
