package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FileNumbersTest {
  private static long[] of(String... names) {
    return FileNumbers.of(List.of(names));
  }

  @Test
  void aNumberThatNoOtherFileHasIsTheId() {
    assertThat(of("00017.png", "3.png", "12.jpeg")).containsExactly(17, 3, 12);
    assertThat(of("img_7", "img_0", "img_123456789012345678"))
        .containsExactly(7, 0, 123456789012345678L);
  }

  @Test
  void ofSeveralNumbersItIsTheLastOneWhereThatIsUniqueElseTheFirst() {
    assertThat(of("class3-17.png", "class3-18.png")).containsExactly(17, 18);
    assertThat(of("17_of_60.png", "18_of_60.png")).containsExactly(17, 18);
    assertThat(of("7.jp2", "8.jp2")).containsExactly(7, 8);
  }

  @Test
  void otherwiseItIsTheFilesPlace() {
    assertThat(of("1.png", "1.jpeg", "2.png")).containsExactly(0, 1, 2);
    assertThat(of("1.png", "cat.png")).containsExactly(0, 1);
    assertThat(of("01.png", "1.png")).containsExactly(0, 1);
    assertThat(of("1a1.png", "1b1.png")).containsExactly(0, 1);
    assertThat(of()).isEmpty();
  }

  @Test
  void numbersThatAreTooLongEndInNoError() {
    assertThat(of("99999999999999999999999.png", "88888888888888888888888.png")).hasSize(2);
  }
}
