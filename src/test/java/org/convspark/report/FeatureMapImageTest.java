package org.convspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.convspark.model.FeatureMaps.Grid;
import org.convspark.report.FeatureMapImage.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureMapImageTest {

  @Test
  void labelsNameTheLayerEveryMapAndTheScale() {
    Grid grid = new Grid("conv2d", new float[][][] {{{0, 1}, {2, 3}}, {{0, 0}, {0, 0}}});
    assertThat(texts(FeatureMapImage.ofMaps(grid)))
        .containsExactly(
            "conv2d: 2 feature maps of 2 x 2",
            "one scale for all maps; 1 all zero",
            "0",
            "1",
            "3.00",
            "0.00");
  }

  @Test
  void kernelsHaveZeroInTheMiddle() {
    FeatureMapImage image =
        FeatureMapImage.ofKernels(new Grid("conv2d", new float[][][] {{{-0.5f, 0, 0.25f}}}));
    assertThat(texts(image))
        .containsExactly(
            "conv2d: 1 kernels of 1 x 3",
            "one scale for all kernels; blue is negative, red positive",
            "0",
            "0.50",
            "0",
            "-0.50");
    assertThat(image.scale().colour(0)).isEqualTo(0xf7f7f7);
    assertThat(image.scale().colour(-0.5)).isEqualTo(0x053061);
    assertThat(image.scale().colour(0.5)).isEqualTo(0x67001f);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 28, 28",
    "7, 26, 26",
    "12, 5, 5",
    "32, 26, 26",
    "32, 3, 3",
    "61, 4, 9",
    "128, 3, 3",
    "256, 1, 1",
    "24, 120, 40"
  })
  void everythingIsInsideThePicture(int maps, int height, int width) {
    FeatureMapImage image =
        FeatureMapImage.ofMaps(new Grid("conv2d", new float[maps][height][width]));
    BufferedImage drawn = image.draw();
    assertThat(drawn.getWidth()).isEqualTo(image.width());
    assertThat(drawn.getHeight()).isEqualTo(image.height());
    for (Label label : image.labels()) {
      int right = label.x() + label.text().length() * label.size() * 6 / 10;
      assertThat(right).as(label.text()).isLessThanOrEqualTo(image.width());
      assertThat(label.y()).as(label.text()).isBetween(label.size(), image.height());
    }
    for (int x = 0; x < drawn.getWidth(); x++) {
      assertThat(drawn.getRGB(x, 0) & 0xffffff).isEqualTo(0xffffff);
      assertThat(drawn.getRGB(x, drawn.getHeight() - 1) & 0xffffff).isEqualTo(0xffffff);
    }
  }

  @Test
  void aTileShowsItsValues() {
    FeatureMapImage image =
        FeatureMapImage.ofMaps(new Grid("conv2d", new float[][][] {{{0, 4}, {1, 2}}}));
    BufferedImage drawn = image.draw();
    Label number = image.labels().get(2);
    int left = number.x() + image.zoom() / 2;
    int top = number.y() + 3 + image.zoom() / 2;
    assertThat(drawn.getRGB(left, top) & 0xffffff).isEqualTo(0x440154);
    assertThat(drawn.getRGB(left + image.zoom(), top) & 0xffffff).isEqualTo(0xfde725);
    assertThat(drawn.getRGB(left, top + image.zoom()) & 0xffffff).isEqualTo(0x3b518b);
  }

  @Test
  void aConstantMapHasAScaleToo() {
    FeatureMapImage zero = FeatureMapImage.ofMaps(new Grid("a", new float[1][3][3]));
    assertThat(zero.scale().colour(0)).isEqualTo(0x440154);
    assertThat(texts(zero)).contains("one scale for all maps; 1 all zero", "0.00");
    FeatureMapImage kernels = FeatureMapImage.ofKernels(new Grid("a", new float[1][3][3]));
    assertThat(kernels.scale().colour(0)).isEqualTo(0xf7f7f7);
    FeatureMapImage five = FeatureMapImage.ofMaps(new Grid("a", new float[][][] {{{5, 5}}}));
    assertThat(five.scale().colour(5)).isEqualTo(0xfde725);
  }

  @Test
  void extremeValuesAreDrawn() {
    float[][][] values = {
      {{Float.MAX_VALUE, -Float.MAX_VALUE}},
      {{Float.NaN, Float.POSITIVE_INFINITY}},
      {{Float.MIN_VALUE, Float.NEGATIVE_INFINITY}}
    };
    FeatureMapImage image = FeatureMapImage.ofMaps(new Grid("a", values));
    assertThat(texts(image)).contains("3.40e+38", "-3.40e+38");
    assertThat(image.scale().colour(Float.MAX_VALUE)).isEqualTo(0xfde725);
    assertThat(image.scale().colour(Float.NaN)).isEqualTo(ColourScale.NOT_FINITE);
    image.draw();
    Grid nothing = new Grid("a", new float[][][] {{{Float.NaN}}});
    FeatureMapImage.ofMaps(nothing).draw();
    FeatureMapImage.ofKernels(nothing).draw();
  }

  /** Viridis grows lighter all the way: it reads without colours. */
  @Test
  void theScaleIsOrderedInGreyToo() {
    ColourScale scale = new ColourScale(0, 1, false);
    double[] light =
        IntStream.rangeClosed(0, 100).mapToDouble(i -> luminance(scale.at(i / 100.0))).toArray();
    assertThat(light).isSorted();
  }

  @Test
  void writesPng() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FeatureMapImage image = FeatureMapImage.ofMaps(new Grid("a", new float[4][5][5]));
    image.write(bytes);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(read.getWidth()).isEqualTo(image.width());
  }

  private static double luminance(int colour) {
    return 0.2126 * (colour >> 16 & 255) + 0.7152 * (colour >> 8 & 255) + 0.0722 * (colour & 255);
  }

  private static List<String> texts(FeatureMapImage image) {
    return image.labels().stream().map(Label::text).toList();
  }
}
