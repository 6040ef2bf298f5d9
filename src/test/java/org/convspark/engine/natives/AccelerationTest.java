package org.convspark.engine.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.apache.hadoop.conf.Configuration;
import org.convspark.data.ImageShape;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** That oneDNN is really there: DL4J drops it without a word, at a fifth of the speed. */
final class AccelerationTest {
  @AfterEach
  void accelerateTheTestsAfterThis() {
    Acceleration.apply(true);
  }

  /** Asked of libnd4j itself, so that a helper which is missing can't excuse itself. */
  private static boolean builtWithOneDnn() {
    Nd4j.getExecutioner();
    return NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo().contains("HAVE_ONEDNN");
  }

  private static ComputationGraph convnet() {
    ComputationGraph graph =
        new ComputationGraph(
            NetworkCatalog.find("convnet", new Configuration(false))
                .configure(new ImageShape(28, 28, 1), 10, new NeuralNetConfiguration.Builder()));
    graph.init();
    return graph;
  }

  @Test
  void everyConvolutionAndPoolingHasItsHelper() {
    assumeTrue(builtWithOneDnn(), "this platform's build of ND4J has no oneDNN");

    Acceleration acceleration = Acceleration.apply(true);

    assertThat(acceleration.oneDnn()).as(acceleration.toString()).isTrue();
    int layers = 0;
    for (var layer : convnet().getLayers()) {
      if (layer instanceof ConvolutionLayer || layer instanceof SubsamplingLayer) {
        assertThat(layer.getHelper()).as(layer.conf().getLayer().getLayerName()).isNotNull();
        layers++;
      }
    }
    assertThat(layers).isEqualTo(5);
  }

  @Test
  void aBuildWithoutOneDnnSaysSo() {
    assertThat(Acceleration.apply(true).oneDnn()).isEqualTo(builtWithOneDnn());
  }

  @Test
  void turnedOffItIsDl4jAsItComes() {
    Acceleration acceleration = Acceleration.apply(false);

    assertThat(acceleration.oneDnn()).isFalse();
    assertThat(acceleration.toString()).contains("oneDNN off");
    for (var layer : convnet().getLayers()) {
      assertThat(layer.getHelper()).as(layer.conf().getLayer().getLayerName()).isNull();
    }
  }

  @Test
  void oneThreadIsOneOfOpenBlasAsWell() {
    int before = Nd4j.factory().blas().getMaxThreads();
    try {
      Nd4j.factory().blas().setMaxThreads(2);
      Acceleration.threads(1);
      assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
    } finally {
      Nd4j.factory().blas().setMaxThreads(before);
    }
  }
}
