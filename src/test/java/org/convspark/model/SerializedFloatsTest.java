package org.convspark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

final class SerializedFloatsTest {
  /** One value, one block, and blocks with a rest. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 14, 40_000})
  void writesTheBytesOfNd4jAndReadsThemBackToTheBit(int length) throws IOException {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) Math.scalb(i % 2 == 0 ? -1.5 : 1.25, i % 200 - 140);
    }
    values[length / 2] = -0f;
    ByteArrayOutputStream nd4j = new ByteArrayOutputStream();
    Nd4j.write(Nd4j.create(values, new long[] {1, length}, 'c'), new DataOutputStream(nd4j));
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    SerializedFloats.write(values, ours);

    assertThat(ours.toByteArray()).isEqualTo(nd4j.toByteArray());
    float[] read = SerializedFloats.read("array", ours.toByteArray(), length);
    assertThat(read).hasSize(length);
    for (int i = 0; i < length; i++) {
      assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
    }
  }
}
