package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
final class NameEncodingTest {
  private static final String PROPERTY = "sun.jnu.encoding";
  private static final Configuration HADOOP = new Configuration(false);

  private final String usual = System.getProperty(PROPERTY);

  @TempDir private Path directory;

  @BeforeEach
  void asUnderLcAllC() {
    System.setProperty(PROPERTY, "ANSI_X3.4-1968");
  }

  @AfterEach
  void restore() {
    System.setProperty(PROPERTY, usual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Daten-\u00e4", "Daten-\ufffd\ufffd", "Daten-??", "\u6570\u5b57"})
  void aWordWhoseLettersMayBeLostIsRefused(String word) {
    assertThatThrownBy(() -> NameEncoding.requireWhole("--out", word))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--out " + word + ": found letters that this JVM")
        .hasMessageContaining("ANSI_X3.4-1968")
        .hasMessageContaining("set LC_ALL=C.UTF-8");
  }

  @Test
  void whatIsWholeIsTaken() {
    assertThatCode(() -> NameEncoding.requireWhole("--out", "data [1]*"))
        .doesNotThrowAnyException();
    System.setProperty(PROPERTY, "UTF-8");
    assertThatCode(() -> NameEncoding.requireWhole("--out", "gr\u00f6\u00dfe?"))
        .doesNotThrowAnyException();
    assertThatCode(() -> Location.of(directory + "/gr\u00f6\u00dfe", HADOOP))
        .doesNotThrowAnyException();
  }

  @Test
  void aLocalNameThatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> Location.of(directory + "/gr\u00f6\u00dfe", HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("set LC_ALL=C.UTF-8");
  }

  @Test
  void aFileOfSuchANameIsNotLeftOutInSilence() throws Exception {
    Files.createFile(directory.resolve("gr\u00f6\u00dfe.png"));

    assertThatThrownBy(() -> Location.of(directory.toString(), HADOOP).files())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("set LC_ALL=C.UTF-8");
  }
}
