package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;

final class LoginUserTest {
  @Test
  void kerberosWithoutARealmIsOneLine() {
    // As Hadoop wraps it.
    RuntimeException failure =
        new IllegalArgumentException(
            "Can't get Kerberos realm",
            new IllegalArgumentException("KrbException: Cannot locate default realm"));

    assertThat(LoginUser.refused(failure))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("Cannot locate default realm", "/etc/krb5.conf");
  }

  @Test
  void anyOtherFailureStaysAsItIs() {
    RuntimeException failure = new IllegalArgumentException("x");
    assertThat(LoginUser.refused(failure)).isSameAs(failure);
  }
}
