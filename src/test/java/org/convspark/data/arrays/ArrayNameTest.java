package org.convspark.data.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArrayNameTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "-",
      value = {
        "train-images-idx3-ubyte.gz, IMAGES, TRAIN, ''",
        "t10k-labels.idx1-ubyte, LABELS, TEST, ''",
        "emnist-letters-test-images-idx3-ubyte, IMAGES, TEST, emnist letters",
        "qmnist-test50k-labels-idx2-int.gz, LABELS, TEST, qmnist",
        "xnist-images-idx3-ubyte, IMAGES, -, xnist",
        "x_train, IMAGES, TRAIN, ''",
        "X_test, IMAGES, TEST, ''",
        "yval, LABELS, VALIDATION, ''",
        "train_y, LABELS, TRAIN, ''",
        "xTrain, IMAGES, TRAIN, ''",
        "val_labels, LABELS, VALIDATION, ''",
        "validation_data, IMAGES, VALIDATION, ''",
        "valImages, IMAGES, VALIDATION, ''",
        "dev_x, IMAGES, VALIDATION, ''",
        "kmnist-train-imgs.npz, IMAGES, TRAIN, kmnist",
        "k49-test-labels.npz, LABELS, TEST, ''",
        "train_image_labels, LABELS, TRAIN, ''",
        "testing-set-images, IMAGES, TEST, ''",
        "imagenet32_train_labels, LABELS, TRAIN, ''",
        "x, IMAGES, -, ''",
        "target, LABELS, -, ''",
        "label_names, -, -, names",
        "latest-images, IMAGES, -, latest",
        "interval_images, IMAGES, -, interval",
        "train_test_images, IMAGES, -, ''",
        "arr_0, -, -, arr",
        "mean, -, -, mean",
      })
  void saysWhatAnArrayIs(String name, String kind, String split, String stem) {
    ArrayName said = ArrayName.of(name);

    assertThat(said.kind().map(Enum::name).orElse(null)).isEqualTo(kind);
    assertThat(said.split().map(Enum::name).orElse(null)).isEqualTo(split);
    assertThat(said.stem()).isEqualTo(stem);
  }
}
