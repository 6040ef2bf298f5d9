package org.convspark.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;

final class BadImageTest {
  private static BadImage bad(String name) {
    return new BadImage(name, new InputException(name, "\"text\"", "a picture", "remove it"));
  }

  @Test
  void theListIsCsv() {
    assertThat(BadImage.csv(List.of(bad("a,b.png"), bad("say \"c\"\n.png"))))
        .isEqualTo(
            """
            image,problem\r
            "a,b.png","a,b.png: found ""text"", expected a picture; remove it"\r
            "say ""c""
            .png","say ""c""
            .png: found ""text"", expected a picture; remove it"\r
            """);
    assertThat(BadImage.csv(List.of())).isEqualTo("image,problem\r\n");
  }

  @Test
  void theErrorSaysHowManyMoreAndTheWayOn() {
    assertThat(bad("a").refused(0))
        .hasMessage(
            "a: found \"text\", expected a picture; remove it, or go on without such images with"
                + " --on-bad-image skip");
    assertThat(bad("a").refused(1).found())
        .isEqualTo("\"text\" (and 1 more image that can't be used)");
    assertThat(bad("a").refused(29).found())
        .isEqualTo("\"text\" (and 29 more images that can't be used)");
  }
}
