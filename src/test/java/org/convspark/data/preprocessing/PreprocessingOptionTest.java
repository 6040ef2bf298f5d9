package org.convspark.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.convspark.config.UsageException;
import org.convspark.data.ImageShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreprocessingOptionTest {
  private static final ImageShape DIGIT = new ImageShape(28, 28, 1);
  private static final ImageShape PHOTO = new ImageShape(32, 48, 3);

  private static PreprocessingOption parse(String text) {
    return PreprocessingOption.parse(Optional.ofNullable(text));
  }

  private static Preprocessing over(String text, Colour colour) {
    return parse(text).over(Preprocessing.plain(colour));
  }

  @Test
  void nothingAskedForChangesNothing() {
    PreprocessingOption none = parse(null);
    Preprocessing base =
        new Preprocessing(
            true,
            Colour.BGR,
            Manner.PLAIN,
            Fit.PAD,
            true,
            List.of(0f, 0f, 0f),
            List.of(1f, 1f, 1f));

    assertThat(none.isGiven()).isFalse();
    assertThat(none.channels()).isEmpty();
    assertThat(none.shape(3)).isEmpty();
    assertThat(none.standardization()).isEqualTo(Standardization.NONE);
    assertThat(none.over(base)).isEqualTo(base);
    assertThat(none.forModel(base, PHOTO)).isEqualTo(base);
  }

  @Test
  void everyStepHasItsPlace() {
    PreprocessingOption option =
        parse(" BGR, pad=32X48 ,transpose,invert,mean=0.5/0.25/-1,deviation=1/2/3e-2");

    assertThat(option.isGiven()).isTrue();
    assertThat(option.channels()).hasValue(3);
    assertThat(option.shape(3)).hasValue(PHOTO);
    assertThat(option.transposes()).isTrue();
    assertThat(option.over(Preprocessing.plain(Colour.RGB)))
        .isEqualTo(
            new Preprocessing(
                true,
                Colour.BGR,
                Manner.PLAIN,
                Fit.PAD,
                true,
                List.of(0.5f, 0.25f, -1f),
                List.of(1f, 2f, 0.03f)));
  }

  @Test
  void mnistIsGreyAndOfItsSizeWhereNoOtherIsSaid() {
    assertThat(parse("mnist").channels()).hasValue(1);
    assertThat(parse("mnist").shape(1)).hasValue(DIGIT);
    assertThat(parse("mnist,resize=20x30").shape(1)).hasValue(new ImageShape(20, 30, 1));
    assertThat(over("mnist", Colour.RGB).colour()).isEqualTo(Colour.GREY);
    assertThat(over("mnist", Colour.RGB).manner()).isEqualTo(Manner.MNIST);
    assertThat(over("mnist,gray", Colour.RGB).colour()).isEqualTo(Colour.GREY);
  }

  @Test
  void plainOverridesTheManner() {
    Preprocessing digits = Preprocessing.plain(Colour.GREY).with(Manner.MNIST_PICTURES);

    assertThat(parse("plain").over(digits)).isEqualTo(Preprocessing.plain(Colour.GREY));
    assertThat(parse("invert").over(digits).manner()).isEqualTo(Manner.MNIST_PICTURES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | mnist or plain; grey, rgb or bgr
          invert,                     | mnist or plain; grey, rgb or bgr
          rotate                      | mnist or plain; grey, rgb or bgr
          mnist-pictures              | mnist or plain; grey, rgb or bgr
          mnist=2                     | mnist without a value expected
          invert=yes                  | invert without a value expected
          transpose=                  | transpose without a value expected
          resize                      | resize=HEIGHTxWIDTH
          resize=28                   | resize=HEIGHTxWIDTH
          resize=0x28                 | resize=HEIGHTxWIDTH
          resize=-1x28                | resize=HEIGHTxWIDTH
          pad=28x28x3                 | pad=HEIGHTxWIDTH
          crop=99999x99999            | crop=HEIGHTxWIDTH of at most 64 MiB
          crop=999999999x1            | crop=HEIGHTxWIDTH
          mnist,plain                 | one of the two
          grey,bgr                    | one of the two
          resize=28x28,crop=28x28     | one of the two
          resize=28x28,resize=32x32   | one of the two
          exact,pad=28x28             | one of the two
          mnist,invert                | mnist alone
          mean=0.5                    | as many means as deviations
          deviation=0.5               | as many means as deviations
          mean=1/2/3,deviation=1      | as many means as deviations
          mean=1/2,deviation=1/2      | 1 or 3 numbers
          mean=,deviation=1           | 1 or 3 numbers
          mean=a,deviation=1          | 1 or 3 numbers
          mean=nan,deviation=1        | 1 or 3 numbers
          mean=1e39,deviation=1       | 1 or 3 numbers
          mean=1,deviation=0          | 1 or 3 numbers
          mean=1,deviation=-1         | 1 or 3 numbers
          mean=1,mean=2,deviation=1   | one of the two
          """)
  void wrongStepsAreWrongUsageInOneLine(String text, String expected) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--preprocess: ")
        .hasMessageContainingAll(" given, ", expected)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theSameTwiceIsNoContradiction() {
    assertThat(over("grey,grey,pad=8x8,pad=8x8", Colour.RGB))
        .isEqualTo(over("grey,pad=8x8", Colour.RGB));
  }

  @Test
  void whatDoesNotGoWithTheDataIsWrongUsage() {
    assertThatThrownBy(() -> over("mean=1,deviation=1", Colour.RGB))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--preprocess: mean=1,deviation=1 with 1 mean given, 3, one a channel, expected");
    assertThatThrownBy(() -> over("mnist,rgb", Colour.RGB))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("mnist, which is grey");
    Preprocessing standardized = over("mean=1/1/1,deviation=1/1/1", Colour.RGB);
    assertThatThrownBy(() -> parse("grey").over(standardized))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("grey with 3 means given, 1, one a channel");
    assertThatThrownBy(() -> parse("invert").requireFor(new ImageShape(8, 8, 4)))
        .isInstanceOf(UsageException.class)
        .hasMessage("--preprocess: invert given, none for images of 4 channels expected");
    parse(null).requireFor(new ImageShape(8, 8, 4));
  }

  @Test
  void stepsForAModelReplaceItsOwnButForWhatItTakes() {
    Preprocessing model =
        new Preprocessing(
            true, Colour.GREY, Manner.MNIST_PICTURES, Fit.EXACT, false, List.of(.5f), List.of(2f));

    assertThat(parse("resize=28x28,invert").forModel(model, DIGIT))
        .isEqualTo(
            new Preprocessing(
                false, Colour.GREY, Manner.PLAIN, Fit.RESIZE, true, List.of(.5f), List.of(2f)));
    assertThat(parse("mnist").forModel(model, DIGIT))
        .isEqualTo(
            new Preprocessing(
                false, Colour.GREY, Manner.MNIST, Fit.EXACT, false, List.of(.5f), List.of(2f)));
    assertThat(parse("mnist").forModel(model, new ImageShape(20, 20, 1)).manner())
        .isEqualTo(Manner.MNIST);
    assertThat(parse("transpose,mean=0.5,deviation=2").forModel(model, DIGIT).transpose()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pad=30x30                               | 32x48x1 as size
          grey                                    | 3 channels
          mnist                                   | 3 channels
          bgr                                     | rgb as order of channels
          mean=1/1/1,deviation=1/1/1              | [0.5, 0.5, 0.5] as mean
          mean=.5/.5/.5,deviation=2/1/1           | [1.0, 1.0, 1.0] as deviation
          """)
  void whatAModelDoesNotTakeIsWrongUsage(String text, String expected) {
    Preprocessing model = over("mean=.5/.5/.5,deviation=1/1/1", Colour.RGB);

    assertThatThrownBy(() -> parse(text).forModel(model, PHOTO))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--preprocess: " + text)
        .hasMessageContaining(expected);
  }
}
