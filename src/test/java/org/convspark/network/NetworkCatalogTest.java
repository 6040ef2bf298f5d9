package org.convspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convspark.config.UsageException;
import org.junit.jupiter.api.Test;

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
}
