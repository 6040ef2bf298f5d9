package org.convspark.job.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.convspark.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, as it is typed. */
final class DemoJobTest {
  @TempDir private Path directory;
  private String output;
  private String errors;

  private int run(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream wrong = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, UTF_8));
      System.setErr(new PrintStream(wrong, true, UTF_8));
      return Main.run(words);
    } finally {
      System.setOut(out);
      System.setErr(err);
      output = printed.toString(UTF_8);
      errors = wrong.toString(UTF_8);
    }
  }

  @Test
  void printsTheLecturesNumbersAndDrawsThem() throws IOException {
    Path png = directory.resolve("demo.png");

    assertThat(run("demo", "convolution", "--out", png.toString())).isEqualTo(Main.DONE);

    assertThat(output).contains("   8   9  10  11    6  7  8", "= 402\n", "Picture: " + png);
    BufferedImage picture = ImageIO.read(png.toFile());
    // The signal of 14, the kernel of 3 and the map of 12, tiles of 44 and 2 gaps of 32.
    assertThat(picture.getWidth()).isEqualTo(2 * 20 + (14 + 12) * 44 + 150 + 2 * 32);
    // A heading, a title and a margin for each of one, one and four rows.
    assertThat(picture.getHeight()).isEqualTo(3 * 70 + 6 * 44 + 20);
    // White is zero, red is the greatest: the corner's tile, without its number.
    assertThat(picture.getRGB(22, 30 + 20 + 2) & 0xffffff).isEqualTo(0xf7f7f7);
  }

  @Test
  void aKernelMayBeginWithAMinus() {
    assertThat(run("demo", "convolution", "--kernel", "-1 1", "--image", "0 1 5"))
        .isEqualTo(Main.DONE);
    assertThat(output).contains("row 1, column 2: 1*(-1) + 5*1 = 4\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo | EXAMPLE is missing: What is shown: convolution, padding, stride, pooling or shift",
        "demo pulling | EXAMPLE: pulling given, one of convolution, padding, stride, pooling, shift"
            + " expected",
        "demo pooling --kernel 1 | --kernel: pooling takes maxima and has no kernel; leave it out,"
            + " or demo convolution",
        "demo padding --kernel 1;2,3 | --kernel: a row 2 of 2 given, rows as long as the first,"
            + " which has 1 expected",
        "demo stride shift | unknown argument shift: a value comes after its option. See"
            + " convspark.sh demo --help"
      })
  void whatIsWrongIsSaidInOneLine(String command, String said) throws IOException {
    assertThat(run(command.split(" "))).isEqualTo(Main.WRONG_USAGE);

    assertThat(errors).isEqualTo("convspark: " + said + "\n");
    assertThat(output).isEmpty();
  }

  @Test
  void aWrongKernelLeavesNoPicture() throws IOException {
    assertThat(run("demo", "shift", "--kernel", "x", "--out", directory + "/a.png"))
        .isEqualTo(Main.WRONG_USAGE);
    assertThat(run("demo", "stride", "--image", "1", "--out", directory + "/a.png"))
        .isEqualTo(Main.WRONG_USAGE);
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aPictureIsReplacedWhereThatIsAskedFor() throws IOException {
    Path png = Files.writeString(directory.resolve("a.png"), "mine");

    assertThat(run("demo", "pooling", "--out", png.toString())).isEqualTo(Main.WRONG_INPUT);
    assertThat(png).hasContent("mine");
    assertThat(run("demo", "pooling", "--out", png.toString(), "--overwrite")).isEqualTo(Main.DONE);
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(620);
  }
}
