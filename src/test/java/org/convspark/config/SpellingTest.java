package org.convspark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {
  private static final List<String> OPTIONS =
      List.of("--data", "--out", "--overwrite", "--epochs", "--l2", "--learning-rate", "--limit");

  @ParameterizedTest
  @CsvSource({
    "--epoch, did you mean --epochs?",
    "--eopchs, did you mean --epochs?",
    "-epochs, did you mean --epochs?",
    "--Data, did you mean --data?",
    "--date, did you mean --data?",
    "--learning_rate, did you mean --learning-rate?",
    "--learn, did you mean --learning-rate?"
  })
  void whatIsNearIsAskedFor(String given, String question) {
    assertThat(Spelling.question(given, OPTIONS)).contains(question);
  }

  @ParameterizedTest
  @CsvSource({"--version", "--zzzzz", "--foo", "--x", "--lr", "--", "-"})
  void whatIsNotNearIsNot(String given) {
    assertThat(Spelling.question(given, OPTIONS)).isEmpty();
  }

  @Test
  void allThatAreEquallyNearAreNamed() {
    assertThat(Spelling.question("vgg-15", List.of("vgg-11", "vgg-13", "vgg-16", "lenet-5")))
        .contains("did you mean vgg-11, vgg-13 or vgg-16?");
    assertThat(Spelling.question("x", List.of())).isEmpty();
  }
}
