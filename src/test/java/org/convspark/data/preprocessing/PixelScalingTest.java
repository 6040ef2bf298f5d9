package org.convspark.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PixelScalingTest {
  @Test
  void everyByteIsItsUnsignedValueDividedBy255ToTheBit() {
    byte[] all = new byte[256];
    for (int value = 0; value < all.length; value++) {
      all[value] = (byte) value;
    }
    float[] scaled = PixelScaling.scale(all, all.length);
    for (int value = 0; value < all.length; value++) {
      assertThat(scaled[value]).isEqualTo(value / 255f);
    }
  }

  @Test
  void leavesTheRestOfTheTargetAsItWas() {
    float[] target = {9, 9, 9, 9};
    PixelScaling.scale(new byte[] {1, (byte) 255, 0, 1}, 1, 2, target, 1);
    assertThat(target).containsExactly(9, 1, 0, 9);
  }
}
