package org.convspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convspark.config.InputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParameterCountTest {
  private static final long GIB = 1L << 30;

  private static ComputationGraphConfiguration dense(int units) {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("image")
        .addLayer("one", new DenseLayer.Builder().nIn(784).nOut(units).build(), "image")
        .addLayer("two", new DenseLayer.Builder().nIn(units).nOut(units).build(), "one")
        .addLayer("out", new OutputLayer.Builder().nIn(units).nOut(10).build(), "two")
        .setOutputs("out")
        .build();
  }

  @Test
  void countsWhatALayerDeclares() {
    assertThat(ParameterCount.of("x", dense(3)).parameters()).isEqualTo(785 * 3 + 4 * 3 + 4 * 10);
  }

  @Test
  void aNetworkThatMemoryCannotHoldIsRefusedWithItsCountAndARemedy() {
    ParameterCount count = ParameterCount.of("net.json", dense(9500));

    assertThatCode(() -> count.requireRoom(12, 2 * GIB)).doesNotThrowAnyException();
    assertThatThrownBy(() -> count.requireRoom(12, GIB))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "net.json: found a network of 97812010 parameters, which take 1.1 GiB, expected at most"
                + " 1.0 GiB, the memory of this driver; give it more, as by -- --driver-memory 3g");
  }

  /** The last has more than a long counts. */
  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000, 2_000_000_000, Integer.MAX_VALUE})
  void moreThanAModelMayHaveIsRefused(int units) {
    assertThatThrownBy(() -> ParameterCount.of("net.json", dense(units)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("net.json: found a network of more than 100000000 parameters");
  }
}
