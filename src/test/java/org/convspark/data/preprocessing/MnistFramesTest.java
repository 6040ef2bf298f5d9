package org.convspark.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is around a digit is no ink, and what is a digit is no frame. */
final class MnistFramesTest {
  private static final MnistNormalizer MANNER = new MnistNormalizer(28, 28);
  private static final int DIGITS = 20;
  private static final int SIDE = 224;
  private static final int SEED = 7;

  /** Draws a synthetic digit on a sheet of another size, by the nearest pixel. */
  private static float[] drawn(int index, int side, float paper, float ink) {
    byte[] digit = SyntheticDigits.draw(SEED, Split.TRAIN, index);
    float[] values = new float[side * side];
    for (int i = 0; i < values.length; i++) {
      int row = i / side * 28 / side;
      int column = i % side * 28 / side;
      values[i] = paper + (ink - paper) * (digit[row * 28 + column] & 0xff) / 255;
    }
    return values;
  }

  /** Draws a synthetic digit in the middle of a sheet. */
  private static float[] sheet(int index, float paper, float ink) {
    GreyImage digit = new GreyImage(168, 168, drawn(index, 168, paper, ink));
    return digit.surrounded(SIDE, SIDE, paper).values();
  }

  private static BufferedImage image(int side, float[] values) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, side, side, 0, values);
    return image;
  }

  private static NormalizedDigit normalized(BufferedImage image) {
    float[] values = new float[image.getWidth() * image.getHeight()];
    image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, values);
    return MANNER.apply(new GreyImage(image.getHeight(), image.getWidth(), values));
  }

  /** Returns the sheet on a larger ground, turned by some degrees. */
  private static BufferedImage onGround(BufferedImage sheet, int ground, int margin, double turn) {
    int side = sheet.getWidth() + 2 * margin;
    float[] values = new float[side * side];
    Arrays.fill(values, ground);
    BufferedImage whole = image(side, values);
    Graphics2D pen = smooth(whole);
    pen.rotate(Math.toRadians(turn), side / 2.0, side / 2.0);
    pen.drawImage(sheet, margin, margin, null);
    pen.dispose();
    return whole;
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    return pen;
  }

  private static void line(BufferedImage image, int grey, float thick, double inset, double turn) {
    Graphics2D pen = smooth(image);
    int side = image.getWidth();
    pen.setColor(new Color(grey, grey, grey));
    pen.setStroke(new BasicStroke(thick));
    pen.rotate(Math.toRadians(turn), side / 2.0, side / 2.0);
    pen.draw(new Rectangle2D.Double(inset, inset, side - 2 * inset, side - 2 * inset));
    pen.dispose();
  }

  /** How much of the ink is elsewhere. */
  private static double difference(NormalizedDigit digit, NormalizedDigit wanted) {
    double difference = 0;
    double ink = 0;
    for (int i = 0; i < 784; i++) {
      difference += Math.abs((digit.image()[i] & 0xff) - (wanted.image()[i] & 0xff));
      ink += wanted.image()[i] & 0xff;
    }
    return difference / ink;
  }

  @ParameterizedTest
  @CsvSource({
    // paper, ink, ground, margin, turned by
    "240, 30, 0, 4, 0",
    "240, 30, 20, 30, 0",
    "240, 30, 90, 12, 0",
    "200, 60, 10, 20, 2",
    "240, 30, 30, 24, -3.5",
    "30, 230, 255, 16, 0",
    "40, 220, 240, 20, 3",
    "250, 180, 0, 10, 0"
  })
  void theGroundThatASheetLiesOnIsNoInk(
      float paper, float ink, int ground, int margin, double turn) {
    for (int i = 0; i < DIGITS; i++) {
      BufferedImage sheet = image(SIDE, sheet(i, paper, ink));
      NormalizedDigit wanted = normalized(sheet);

      NormalizedDigit digit = normalized(onGround(sheet, ground, margin, turn));

      assertThat(digit.frameRemoved()).as("digit %d", i).isTrue();
      assertThat(digit.inverted()).isEqualTo(paper > ink);
      assertThat(difference(digit, wanted)).as("digit %d", i).isLessThan(turn == 0 ? 0.4 : 0.8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // paper, ink, line, thickness, inset, turned by
    "240, 30, 0, 1, 6, 0",
    "240, 30, 60, 2, 12, 0",
    "240, 30, 20, 6, 10, 0",
    "230, 90, 0, 3, 14, 2",
    "240, 30, 100, 2, 14, -3",
    "20, 240, 255, 2, 8, 0",
    "240, 30, 0, 3, 0, 0"
  })
  void aRectangleAroundTheDigitIsNoInk(
      float paper, float ink, int line, float thick, double inset, double turn) {
    for (int i = 0; i < DIGITS; i++) {
      float[] sheet = sheet(i, paper, ink);
      NormalizedDigit wanted = MANNER.apply(new GreyImage(SIDE, SIDE, sheet));
      BufferedImage framed = image(SIDE, sheet);
      line(framed, line, thick, inset, turn);

      NormalizedDigit digit = normalized(framed);

      assertThat(digit.frameRemoved()).as("digit %d", i).isTrue();
      assertThat(difference(digit, wanted)).as("digit %d", i).isLessThan(0.2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aScannersDarkEdgeIsNoInk(int edge) {
    for (int i = 0; i < DIGITS; i++) {
      float[] sheet = sheet(i, 235, 40);
      NormalizedDigit wanted = MANNER.apply(new GreyImage(SIDE, SIDE, sheet));
      for (int along = 0; along < SIDE; along++) {
        for (int deep = 0; deep < 9; deep++) {
          int inwards = edge % 2 == 0 ? deep : SIDE - 1 - deep;
          sheet[edge < 2 ? inwards * SIDE + along : along * SIDE + inwards] = 5;
        }
      }

      NormalizedDigit digit = MANNER.apply(new GreyImage(SIDE, SIDE, sheet));

      assertThat(digit.remark()).startsWith("inverted, scaled by 0.").endsWith(", frame removed");
      assertThat(difference(digit, wanted)).as("digit %d", i).isLessThan(0.2);
    }
  }

  @Test
  void theDigitMayTouchTheGround() {
    BufferedImage sheet = image(SIDE, sheet(0, 240, 240));
    Graphics2D pen = sheet.createGraphics();
    pen.setColor(Color.DARK_GRAY);
    pen.setStroke(new BasicStroke(16));
    pen.drawLine(60, 20, 150, 20);
    pen.drawLine(150, 20, 110, SIDE);
    pen.dispose();
    NormalizedDigit wanted = normalized(sheet);

    for (int turn = 0; turn < 4; turn++) {
      NormalizedDigit digit = normalized(onGround(sheet, 0, 14, turn));

      assertThat(digit.frameRemoved()).as("turned by %d", turn).isTrue();
      assertThat(difference(digit, wanted)).as("turned by %d", turn).isLessThan(0.8);
    }
  }

  @Test
  void aFrameInAFrameIsNoInk() {
    float[] sheet = sheet(3, 240, 30);
    NormalizedDigit wanted = MANNER.apply(new GreyImage(SIDE, SIDE, sheet));
    BufferedImage framed = image(SIDE, sheet);
    line(framed, 0, 2, 10, 0);

    NormalizedDigit digit = normalized(onGround(framed, 10, 14, 0));

    assertThat(difference(digit, wanted)).isLessThan(0.4);
  }

  @Test
  void blankPaperInAFrameIsBlank() {
    BufferedImage sheet = image(SIDE, sheet(0, 240, 240));

    NormalizedDigit digit = normalized(onGround(sheet, 0, 10, 0));

    assertThat(digit.image()).containsOnly(0);
    assertThat(digit.remark()).isEqualTo("no ink found, frame removed");
  }

  private static void assertDigit(Consumer<Graphics2D> drawing, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = smooth(image);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    pen.setColor(Color.BLACK);
    drawing.accept(pen);
    pen.dispose();
    NormalizedDigit digit = normalized(image);
    assertThat(digit.blank()).isFalse();
    assertThat(digit.frameRemoved()).isFalse();
  }

  private static Consumer<Graphics2D> stroke(float thick, Shape... shapes) {
    return pen -> {
      pen.setStroke(new BasicStroke(thick));
      for (Shape shape : shapes) {
        pen.draw(shape);
      }
    };
  }

  @Test
  void largeZerosAreDigits() {
    for (float thick : new float[] {4, 20, 50, 80}) {
      double half = thick / 2;
      Shape round = new Ellipse2D.Double(half + 2, half + 2, 196 - thick, 196 - thick);
      Shape squarish =
          new RoundRectangle2D.Double(half + 2, half + 2, 196 - thick, 196 - thick, 90, 90);
      assertDigit(stroke(thick, round), 200, 200);
      assertDigit(stroke(thick, squarish), 200, 200);
      // Programmers' zeros have a dot.
      assertDigit(stroke(thick, round, new Ellipse2D.Double(95, 95, 10, 10)), 200, 200);
    }
    assertDigit(stroke(10, new Ellipse2D.Double(20, 5, 60, 190)), 200, 100);
    assertDigit(
        stroke(10, new Ellipse2D.Double(20, 20, 160, 160), new Ellipse2D.Double(80, 80, 40, 40)),
        200,
        200);
  }

  @Test
  void blockDigitsAreDigits() {
    // A zero, an eight and a one of a font of 3x5 pixels.
    assertDigit(stroke(30, new Rectangle2D.Double(60, 40, 60, 120)), 200, 180);
    assertDigit(
        stroke(30, new Rectangle2D.Double(60, 40, 60, 60), new Rectangle2D.Double(60, 100, 60, 60)),
        200,
        180);
    assertDigit(pen -> pen.fillRect(10, 5, 40, 190), 200, 60);
    // A five whose bar is apart, and goes from edge to edge.
    assertDigit(
        pen -> {
          pen.setStroke(new BasicStroke(10));
          pen.drawLine(8, 12, 95, 9);
          pen.drawArc(5, 60, 80, 110, -120, 270);
        },
        180,
        100);
  }

  /** What MNIST's manner made of them before it knew of frames. */
  @Test
  void picturesWithoutFramesAreAsTheyWere() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < 300; i++) {
      for (int side : new int[] {28, 100}) {
        digest.update(MANNER.apply(new GreyImage(side, side, drawn(i, side, 0, 255))).image());
        digest.update(MANNER.apply(new GreyImage(side, side, drawn(i, side, 230, 25))).image());
        // Cut so that many of them touch the border.
        GreyImage tight =
            new GreyImage(side, side, drawn(i, side, 250, 10))
                .part(side / 5, side / 4, side * 3 / 5, side / 2);
        digest.update(MANNER.apply(tight).image());
      }
    }

    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("8a3ada685f5e4a9ed6833d02b5a3f33bc1ac5ae6ce9aab2cd0685cf4ecdf2530");
  }
}
