package org.convspark.job.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.convspark.config.UsageException;
import org.convspark.report.NumberSheet.Panel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lecture's numbers, and one's own, worked by hand. */
@Tag("numerical")
final class StepsTest {
  private static final Steps LECTURE = new Steps(Optional.empty(), Optional.empty());

  private static Steps given(String image, String kernel) {
    return new Steps(
        Optional.ofNullable(image).map(text -> Numbers.parse("--image", text)),
        Optional.ofNullable(kernel).map(text -> Numbers.parse("--kernel", text)));
  }

  /** A map, written as the command line takes numbers. */
  private static float[][] map(String text) {
    return Numbers.parse("map", text);
  }

  private static float[][] last(Step step) {
    List<Panel> panels = step.row().panels();
    return panels.get(panels.size() - 1).values();
  }

  @Test
  void convolutionIsTheLecturesThreeExamples() {
    List<Step> steps = LECTURE.of(WorkedExample.CONVOLUTION);

    assertThat(steps).hasSize(3);
    assertThat(last(steps.get(0))).isDeepEqualTo(map("0 0 0 1 1 1 1 0 0 0"));
    assertThat(last(steps.get(1))).isDeepEqualTo(map("3 0 3 0 0 0 3 0 6 0 3 0"));
    assertThat(last(steps.get(2))).isDeepEqualTo(map("258 294; 402 438"));
    assertThat(steps.get(2).remarks())
        .contains("row 2, column 1: 4*0 + 5*1 + 6*2 + 8*3 + 9*4 + 10*5 + 12*6 + 13*7 + 14*8 = 402");
  }

  @Test
  void aKernelIsNotFlipped() {
    Step step = given("1 2; 3 4", "10 1").of(WorkedExample.CONVOLUTION).get(0);

    assertThat(last(step)).isDeepEqualTo(map("12; 34"));
    assertThat(step.remarks()).startsWith("row 1, column 1: 1*10 + 2*1 = 12");
  }

  @Test
  void aKernelOfOnesOwnGoesOverTheLecturesImage() {
    List<Step> steps = given(null, "1 0 -1; 1 0 -1; 1 0 -1").of(WorkedExample.CONVOLUTION);

    assertThat(steps).hasSize(1);
    assertThat(last(steps.get(0))).isDeepEqualTo(map("-6 -6; -6 -6"));
    assertThat(steps.get(0).remarks())
        .contains(
            "row 1, column 1: 0*1 + 1*0 + 2*(-1) + 4*1 + 5*0 + 6*(-1) + 8*1 + 9*0 + 10*(-1) = -6");
  }

  @Test
  void paddingKeepsTheSize() {
    List<Panel> panels = LECTURE.of(WorkedExample.PADDING).get(0).row().panels();

    assertThat(panels.get(2).values()).isDeepEqualTo(map("9 9 9; 9 9 9; 9 9 9"));
    // How much of each window lies inside.
    assertThat(panels.get(3).values())
        .isDeepEqualTo(map("4 6 6 6 4; 6 9 9 9 6; 6 9 9 9 6; 6 9 9 9 6; 4 6 6 6 4"));
  }

  @Test
  void strideLeavesOutEveryOtherWindow() {
    List<Panel> panels = LECTURE.of(WorkedExample.STRIDE).get(0).row().panels();
    float[][] one = panels.get(2).values();

    assertThat(panels.get(3).values())
        .isDeepEqualTo(new float[][] {{one[0][0], one[0][2]}, {one[2][0], one[2][2]}});
  }

  @Test
  void poolingTakesMaxima() {
    assertThat(last(LECTURE.of(WorkedExample.POOLING).get(0))).isDeepEqualTo(map("5 7; 13 15"));
    assertThat(last(given("-4 -3 9; -2 -1 9", null).of(WorkedExample.POOLING).get(0)))
        .isDeepEqualTo(map("-1"));
  }

  @Test
  void theMapMovesWithTheImage() {
    List<Step> steps = LECTURE.of(WorkedExample.SHIFT);
    float[][] before = last(steps.get(0));
    float[][] after = last(steps.get(1));

    assertThat(before[2][1]).isEqualTo(402);
    assertThat(after[3][3]).isEqualTo(402);
    assertThat(steps.get(1).remarks())
        .singleElement()
        .asString()
        .contains("16 of 16 places")
        .contains("1 above and 2 to the left");
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkedExample.class,
      names = {"CONVOLUTION", "PADDING", "STRIDE"})
  void aKernelLargerThanTheImageIsRefused(WorkedExample example) {
    assertThatThrownBy(() -> given("1 2; 3 4", "1 2 3").of(example))
        .isInstanceOf(UsageException.class)
        .hasMessage("--kernel: 1x3 given, at most 2x2, the image's size expected");
  }

  @Test
  void poolingHasNoKernel() {
    assertThatThrownBy(() -> given(null, "1").of(WorkedExample.POOLING))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no kernel");
    assertThatThrownBy(() -> given("1 2 3", null).of(WorkedExample.POOLING))
        .hasMessage("--image: 1x3 given, at least 2x2, the window of pooling expected");
  }

  @Test
  void aStepReadsFromLeftToRightAndDownWhereThatIsTooWide() {
    assertThat(StepText.of(given("1 20; 3 4", "-1.5").of(WorkedExample.CONVOLUTION).get(0)))
        .containsExactly(
            "2x2 under 1x1",
            "  image 2x2    kernel 1x1    feature map 2x2",
            "   1  20       -1.5          -1.5   -30",
            "   3   4                     -4.5    -6",
            "",
            "row 1, column 1: 1*(-1.5) = -1.5",
            "row 1, column 2: 20*(-1.5) = -30",
            "row 2, column 1: 3*(-1.5) = -4.5",
            "row 2, column 2: 4*(-1.5) = -6",
            "The kernel isn't flipped: what networks call convolution is cross-correlation.");
    assertThat(StepText.of(LECTURE.of(WorkedExample.SHIFT).get(0)))
        .allMatch(line -> line.length() <= 102);
  }
}
