package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;

class MasterAddressTest {
  @Test
  void oneOfSeveralMastersIsEnough() throws IOException {
    try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String masters = "spark://127.0.0.1:1,127.0.0.1:" + master.getLocalPort();
      assertThatCode(() -> MasterAddress.check(masters)).doesNotThrowAnyException();
    }
  }

  @Test
  void aMasterThatDoesNotListenIsNamed() {
    assertThatThrownBy(() -> MasterAddress.check("spark://127.0.0.1:1"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--master spark://127.0.0.1:1")
        .hasMessageContaining("refused");
  }

  @Test
  void anAddressWithoutAPortIsNamed() {
    assertThatThrownBy(() -> MasterAddress.check("spark://127.0.0.1"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("spark://127.0.0.1:");
  }

  @Test
  void otherMastersAreSparksBusiness() {
    assertThatCode(() -> MasterAddress.check("local[2]")).doesNotThrowAnyException();
    assertThatCode(() -> MasterAddress.check("yarn")).doesNotThrowAnyException();
  }
}
