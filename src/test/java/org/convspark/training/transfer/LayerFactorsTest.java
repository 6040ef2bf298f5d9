package org.convspark.training.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convspark.config.UsageException;
import org.junit.jupiter.api.Test;

final class LayerFactorsTest {
  private static final List<String> LAYERS = List.of("conv2d", "conv2d_1", "dense(a)", "dense");

  @Test
  void aStarStandsForAnyCharactersAndNothingElseIsAPattern() {
    Map<String, Double> patterns = new LinkedHashMap<>();
    patterns.put("conv2d*", 0.0);
    patterns.put("dense(a)", 0.5);

    LayerFactors factors = LayerFactors.of(patterns, LAYERS);

    assertThat(factors.frozen()).containsExactly("conv2d", "conv2d_1");
    assertThat(factors.of("dense(a)")).isEqualTo(0.5);
    assertThat(factors.of("dense")).isEqualTo(1);
    assertThat(factors.of("pooling")).isEqualTo(1);
  }

  @Test
  void aLayerThatIsNotThereIsNamedWithThoseThatAre() {
    assertThatThrownBy(() -> LayerFactors.of(Map.of("conv2d_2", 0.0), LAYERS))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no layer conv2d_2")
        .hasMessageContaining("did you mean")
        .hasMessageContaining("conv2d, conv2d_1, dense(a), dense");
    assertThatThrownBy(() -> LayerFactors.of(Map.of("conv.d", 0.0), LAYERS))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void twoPatternsForALayerAreRefused() {
    Map<String, Double> patterns = new LinkedHashMap<>();
    patterns.put("conv*", 0.0);
    patterns.put("conv2d", 0.5);

    assertThatThrownBy(() -> LayerFactors.of(patterns, LAYERS))
        .isInstanceOf(UsageException.class)
        .hasMessage("layer conv2d is named by both conv* and conv2d");
  }

  @Test
  void somethingIsLeftToTrain() {
    assertThatThrownBy(() -> LayerFactors.of(Map.of("*", 0.0), LAYERS))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nothing is left to train");
  }
}
