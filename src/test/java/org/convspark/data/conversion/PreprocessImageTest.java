package org.convspark.data.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.SameImages;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.PreprocessedPicture;
import org.convspark.data.preprocessing.Preprocessing;
import org.junit.jupiter.api.Test;

final class PreprocessImageTest {
  private static final ImageShape SHAPE = SameImages.DIGIT;
  private static final byte[] DIGIT = SameImages.digits(Split.TRAIN, 1).get(0).image();

  private static PreprocessedPicture call(Manner manner, RawImage image) {
    return new PreprocessImage(Preprocessing.plain(Colour.GREY).with(manner), SHAPE).call(image);
  }

  private static RawImage pixels(byte[] pixels, ImageShape shape) {
    return RawImage.pixels(1, "row 1", "7", 1, pixels, shape);
  }

  @Test
  void arraysAreLeftAsTheyAre() {
    assertThat(call(Manner.PLAIN, pixels(DIGIT, SHAPE)).image()).isSameAs(DIGIT);
    assertThat(call(Manner.MNIST_PICTURES, pixels(DIGIT, SHAPE)).image()).isSameAs(DIGIT);
    assertThat(call(Manner.PLAIN, pixels(new byte[784], SHAPE)).blank()).isFalse();
  }

  @Test
  void arraysThatAreToBeDigitsMayBeBlankToo() {
    ImageShape sheet = new ImageShape(40, 30, 3);

    PreprocessedPicture blank = call(Manner.MNIST, pixels(new byte[3600], sheet));
    PreprocessedPicture digit = call(Manner.MNIST, pixels(DIGIT, SHAPE));

    assertThat(blank.blank()).isTrue();
    assertThat(blank.remarks()).containsExactly("no ink found");
    assertThat(digit.blank()).isFalse();
    assertThat(digit.image()).hasSize(784);
  }

  @Test
  void whatIsWrongWithAnImageIsKept() {
    InputException problem = new InputException("row 1", "label 7", "0 or 1", "mend it");

    assertThatThrownBy(() -> call(Manner.PLAIN, RawImage.bad(1, "row 1", null, problem)))
        .isSameAs(problem);
    assertThatThrownBy(
            () -> call(Manner.PLAIN, RawImage.picture(1, "row 1", "7", 1, new byte[] {1, 2})))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("row 1: found no picture");
  }
}
