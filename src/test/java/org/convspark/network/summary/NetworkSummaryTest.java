package org.convspark.network.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.convspark.network.Networks;
import org.junit.jupiter.api.Test;

/** The lecture's tables, number by number. */
class NetworkSummaryTest {

  @Test
  void denseAsInTheLecture() {
    assertThat(summary("dense"))
        .isEqualTo(
            """
            Model: "dense"
            _________________________________________________________________
             Layer (type)                Output Shape             Param #
            =================================================================
             input (InputLayer)          [(None, 28, 28, 1)]      0
             flatten (Flatten)           (None, 784)              0
             dense (Dense)               (None, 512)              401,920
             dense_1 (Dense)             (None, 10)               5,130
            =================================================================
            Total params: 407,050 (1.55 MB)
            Trainable params: 407,050 (1.55 MB)
            Non-trainable params: 0 (0.00 Byte)
            _________________________________________________________________
            """);
  }

  @Test
  void convnetAsInTheLecture() {
    assertThat(summary("convnet"))
        .isEqualTo(
            """
            Model: "convnet"
            _____________________________________________________________________
             Layer (type)                    Output Shape             Param #
            =====================================================================
             input (InputLayer)              [(None, 28, 28, 1)]      0
             conv2d (Conv2D)                 (None, 26, 26, 32)       320
             max_pooling2d (MaxPooling2D)    (None, 13, 13, 32)       0
             conv2d_1 (Conv2D)               (None, 11, 11, 64)       18,496
             max_pooling2d_1 (MaxPooling2D)  (None, 5, 5, 64)         0
             conv2d_2 (Conv2D)               (None, 3, 3, 128)        73,856
             flatten (Flatten)               (None, 1152)             0
             dense (Dense)                   (None, 10)               11,530
            =====================================================================
            Total params: 104,202 (407.04 KB)
            Trainable params: 104,202 (407.04 KB)
            Non-trainable params: 0 (0.00 Byte)
            _____________________________________________________________________
            """);
  }

  @Test
  void convnetWithoutPoolingAsInTheLecture() {
    assertThat(summary("convnet-no-pool"))
        .isEqualTo(
            """
            Model: "convnet-no-pool"
            _________________________________________________________________
             Layer (type)                Output Shape             Param #
            =================================================================
             input (InputLayer)          [(None, 28, 28, 1)]      0
             conv2d (Conv2D)             (None, 26, 26, 32)       320
             conv2d_1 (Conv2D)           (None, 24, 24, 64)       18,496
             conv2d_2 (Conv2D)           (None, 22, 22, 128)      73,856
             flatten (Flatten)           (None, 61952)            0
             dense (Dense)               (None, 10)               619,530
            =================================================================
            Total params: 712,202 (2.72 MB)
            Trainable params: 712,202 (2.72 MB)
            Non-trainable params: 0 (0.00 Byte)
            _________________________________________________________________
            """);
  }

  private static String summary(String name) {
    return Networks.summary(name, Networks.MNIST, 10).toString();
  }
}
