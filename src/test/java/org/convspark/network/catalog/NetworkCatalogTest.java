package org.convspark.network.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convspark.config.UsageException;
import org.convspark.network.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkCatalogTest {

  @Test
  void findsEveryNetworkByItsName() {
    for (String name : NetworkCatalog.names()) {
      assertThat(NetworkCatalog.find(name, Networks.HADOOP).name()).isEqualTo(name);
      assertThat(NetworkCatalog.find(name, Networks.HADOOP).description()).isNotBlank();
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearestAndAll() {
    assertThatThrownBy(() -> NetworkCatalog.find("Convent", Networks.HADOOP))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--network: Convent given, did you mean convnet? Known: dense, ")
        .hasMessageContaining("resnet-56");
  }

  @ParameterizedTest
  @CsvSource({
    "resnet, 'resnet-18, resnet-34, resnet-20, resnet-32, resnet-44, resnet-56'",
    "ResNet50, 'resnet-18, resnet-34, resnet-20, resnet-32, resnet-44, resnet-56'",
    "vgg, 'vgg-11, vgg-13, vgg-16, vgg-19'",
    "LeNet, 'lenet-1, lenet-5'"
  })
  void aFamilyIsAnsweredWithItsMembers(String given, String members) {
    assertThatThrownBy(() -> NetworkCatalog.find(given, Networks.HADOOP))
        .hasMessage("--network: " + given + " given, one of " + members + " expected");
  }

  @Test
  void aNameWithOtherPunctuationIsRecognised() {
    assertThatThrownBy(() -> NetworkCatalog.find("LeNet5", Networks.HADOOP))
        .hasMessageStartingWith("--network: LeNet5 given, did you mean lenet-5? Known: dense, ");
  }

  @Test
  void whatResemblesNoneIsAnsweredWithAll() {
    assertThatThrownBy(() -> NetworkCatalog.find("transformer", Networks.HADOOP))
        .hasMessage(
            "--network: transformer given, known: "
                + String.join(", ", NetworkCatalog.names())
                + ", file:PATH");
  }
}
