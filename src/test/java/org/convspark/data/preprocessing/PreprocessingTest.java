package org.convspark.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.storage.text.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PreprocessingTest {
  private static final String MNIST_TRAIN =
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db";
  private static final String MNIST_TEST =
      "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7";

  private static Preprocessing steps(
      boolean transpose, Colour colour, Manner manner, Fit fit, boolean invert) {
    return new Preprocessing(transpose, colour, manner, fit, invert, List.of(), List.of());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] picture(
      Preprocessing steps, byte[] pixels, ImageShape from, ImageShape to) {
    return steps.ofPicture("here", Picture.of(pixels, from), to).image();
  }

  @Test
  void plainPixelsOfThatSizeStayAsTheyAre() {
    ImageShape shape = new ImageShape(2, 3, 1);
    byte[] pixels = bytes(0, 1, 127, 128, 254, 255);

    assertThat(Preprocessing.plain(Colour.GREY).ofArray("here", pixels, shape, shape))
        .isSameAs(pixels);
    assertThat(picture(Preprocessing.plain(Colour.GREY), pixels, shape, shape)).isEqualTo(pixels);
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"PLAIN", "MNIST_PICTURES"})
  void arraysAreLeftAloneByTheMannerOfPictures(Manner manner) {
    byte[] corner = new byte[784];
    corner[0] = (byte) 255;
    ImageShape shape = new ImageShape(28, 28, 1);

    assertThat(Preprocessing.plain(Colour.GREY).with(manner).ofArray("here", corner, shape, shape))
        .isSameAs(corner);
  }

  /** A black block in the corner of a white sheet. */
  @Test
  void picturesAndWhereAskedForArraysGetMnistsManner() {
    ImageShape sheet = new ImageShape(60, 60, 1);
    ImageShape shape = new ImageShape(28, 28, 1);
    byte[] pixels = new byte[sheet.size()];
    Arrays.fill(pixels, (byte) 255);
    for (int y = 8; y < 18; y++) {
      for (int x = 8; x < 18; x++) {
        pixels[y * 60 + x] = 0;
      }
    }
    Preprocessing plain = Preprocessing.plain(Colour.GREY);

    PreprocessedPicture digit =
        plain.with(Manner.MNIST_PICTURES).ofPicture("here", Picture.of(pixels, sheet), shape);

    assertThat(digit.blank()).isFalse();
    assertThat(digit.remarks()).containsExactly("inverted, scaled by 2");
    assertThat(digit.image()[0]).isZero();
    assertThat(digit.image()[14 * 28 + 14]).isEqualTo((byte) 255);
    assertThat(plain.with(Manner.MNIST).ofArray("here", pixels, sheet, shape))
        .isEqualTo(digit.image());
    assertThatThrownBy(
            () -> plain.with(Manner.MNIST_PICTURES).ofArray("here", pixels, sheet, shape))
        .isInstanceOf(InputException.class);
  }

  @Test
  void aBlankPictureIsSaidToBe() {
    PreprocessedPicture blank =
        Preprocessing.plain(Colour.GREY)
            .with(Manner.MNIST)
            .ofPicture(
                "here",
                Picture.of(new byte[400], new ImageShape(20, 20, 1)),
                new ImageShape(28, 28, 1));

    assertThat(blank.blank()).isTrue();
    assertThat(blank.remarks()).containsExactly("no ink found");
  }

  @Test
  void transposingExchangesRowsAndColumns() {
    Preprocessing transpose = steps(true, Colour.GREY, Manner.PLAIN, Fit.EXACT, false);

    assertThat(
            transpose.ofArray(
                "here", bytes(1, 2, 3, 4, 5, 6), new ImageShape(2, 3, 1), new ImageShape(3, 2, 1)))
        .isEqualTo(bytes(1, 4, 2, 5, 3, 6));
    assertThat(transpose.leavesArrays()).isFalse();
  }

  @Test
  void theOrderOfTheStepsIsThatOfTheComponents() {
    ImageShape from = new ImageShape(1, 2, 3);
    ImageShape to = new ImageShape(2, 1, 3);
    byte[] redGreen = bytes(255, 0, 0, 200, 0, 0);

    assertThat(
            steps(true, Colour.BGR, Manner.PLAIN, Fit.EXACT, true)
                .ofArray("here", redGreen, from, to))
        .isEqualTo(bytes(255, 255, 255, 55, 0, 255));
  }

  @Test
  void greyAndColourBecomeEachOther() {
    ImageShape grey = new ImageShape(1, 1, 1);
    ImageShape colour = new ImageShape(1, 1, 3);

    assertThat(picture(Preprocessing.plain(Colour.RGB), bytes(77), grey, colour))
        .isEqualTo(bytes(77, 77, 77));
    assertThat(picture(Preprocessing.plain(Colour.GREY), bytes(77, 77, 77), colour, grey))
        .isEqualTo(bytes(77));
    assertThat(picture(Preprocessing.plain(Colour.GREY), bytes(255, 0, 0), colour, grey))
        .isEqualTo(bytes(76));
  }

  @ParameterizedTest
  @CsvSource({
    // Left half black, right half white, two rows of six.
    "RESIZE, 0, 255, 255",
    "CROP, 0, 128, 255",
    "PAD, 0, 128, 255"
  })
  void anotherSizeIsFitted(Fit fit, int left, int middle, int right) {
    byte[] halves = bytes(0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 255, 255);

    byte[] image =
        picture(
            steps(false, Colour.GREY, Manner.PLAIN, fit, false),
            halves,
            new ImageShape(2, 6, 1),
            new ImageShape(3, 3, 1));

    assertThat(image).hasSize(9);
    assertThat(image[3] & 0xff).isEqualTo(left);
    assertThat(image[5] & 0xff).isEqualTo(right);
    assertThat(image[4] & 0xff).isEqualTo(fit == Fit.RESIZE ? 128 : middle);
  }

  @Test
  void anotherSizeIsRefusedWithTheWayOut() {
    assertThatThrownBy(
            () ->
                Preprocessing.plain(Colour.GREY)
                    .ofArray(
                        "mine.png", new byte[12], new ImageShape(3, 4, 1), new ImageShape(2, 5, 1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "mine.png: found an image of 3x4, expected 2x5 as the network takes; say how to change"
                + " it: --preprocess resize=2x5, crop=, pad= or mnist");
  }

  @Test
  void otherChannelsThanTheNetworksAreRefused() {
    assertThatThrownBy(
            () ->
                picture(
                    Preprocessing.plain(Colour.GREY),
                    new byte[4],
                    new ImageShape(2, 2, 1),
                    new ImageShape(2, 2, 4)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected images of 4 channels as the network takes");
    assertThatThrownBy(
            () ->
                Preprocessing.plain(Colour.GREY)
                    .ofArray("here", new byte[8], new ImageShape(2, 2, 2), new ImageShape(2, 2, 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an image of 2 channels, expected 1 or 3");
  }

  @Test
  void whatIsNotRecordedIsPlainButForMnistsOwnFiles() {
    for (String digest : List.of(MNIST_TRAIN, MNIST_TEST)) {
      assertThat(Preprocessing.unrecorded(1, Set.of("a", digest)))
          .isEqualTo(Preprocessing.plain(Colour.GREY).with(Manner.MNIST_PICTURES));
    }
    assertThat(Preprocessing.unrecorded(1, Set.of(MNIST_TRAIN.replace('b', 'c'))))
        .isEqualTo(Preprocessing.plain(Colour.GREY));
    assertThat(Preprocessing.unrecorded(3, Set.of(MNIST_TRAIN)))
        .isEqualTo(Preprocessing.plain(Colour.RGB));
  }

  @Test
  void itIsTheSameAfterJson() {
    Preprocessing steps =
        new Preprocessing(
            true,
            Colour.BGR,
            Manner.MNIST_PICTURES,
            Fit.PAD,
            true,
            List.of(0.485f, 0.456f, 0.406f),
            List.of(0.229f, 0.224f, 0.225f));

    JsonNode json = Json.tree(steps);

    assertThat(json)
        .hasToString(
            "{\"transpose\":true,\"colour\":\"bgr\",\"manner\":\"mnist-pictures\",\"fit\":\"pad\","
                + "\"invert\":true,\"mean\":[0.485,0.456,0.406],"
                + "\"deviation\":[0.229,0.224,0.225]}");
    assertThat(Json.bind("here", json, Preprocessing.class)).isEqualTo(steps);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"colour\": \"grey\"; \"colour\": \"cmyk\"",
        "\"invert\": false; \"invert\": 1",
        "\"fit\": \"exact\"; \"fit\": null",
        "\"mean\": []; \"mean\": [0.5]",
        "\"mean\": [], \"deviation\": []; \"mean\": [1], \"deviation\": [0]",
        "\"mean\": [], \"deviation\": []; \"mean\": [1, 1, 1], \"deviation\": [1, 1, 1]",
        "\"mean\": [], \"deviation\": []; \"mean\": [null], \"deviation\": [null]",
        "\"mean\": [], \"deviation\": []; \"mean\": [1e99], \"deviation\": [1]"
      })
  void damagedJsonIsOneLine(String change) throws Exception {
    String text =
        "{\"transpose\": false, \"colour\": \"grey\", \"manner\": \"plain\", \"fit\": \"exact\","
            + " \"invert\": false, \"mean\": [], \"deviation\": []}";
    String[] fromTo = change.split("; ");
    assertThat(text).contains(fromTo[0]);
    JsonNode json = Json.MAPPER.readTree(text.replace(fromTo[0], fromTo[1]));

    assertThatThrownBy(() -> Json.bind("dataset.json", json, Preprocessing.class))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("dataset.json: found ")
        .hasMessageNotContaining("\n");
  }
}
