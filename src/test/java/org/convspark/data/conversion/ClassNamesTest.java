package org.convspark.data.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.junit.jupiter.api.Test;

final class ClassNamesTest {
  private static ClassNames of(String... labels) {
    return ClassNames.of("here", Set.of(labels), List.of());
  }

  private static ClassNames model(String... names) {
    return ClassNames.of(
        new ModelInput(new ImageShape(8, 8, 1), List.of(names), Preprocessing.plain(Colour.GREY)));
  }

  @Test
  void namesAreInTheirOrder() {
    ClassNames classes = of("dog", "Zebra", "cat", "10");

    assertThat(classes.names()).containsExactly("10", "Zebra", "cat", "dog");
    assertThat(classes.classes()).isEqualTo(4);
    assertThat(classes.numbers("here", List.of("dog", "10"), List.of()))
        .containsEntry("dog", 3)
        .containsEntry("10", 0);
  }

  @Test
  void numbersAreTheClassesWhereMostOfThemOccur() {
    assertThat(of("0", "1", "2")).isEqualTo(new ClassNames(List.of(), 3));
    assertThat(of("3", "1")).isEqualTo(new ClassNames(List.of(), 4));
    assertThat(of("00", "01", "02")).isEqualTo(new ClassNames(List.of(), 3));
    assertThat(of("00", "01", "02").numbers("here", List.of("02"), List.of()))
        .containsEntry("02", 2);
  }

  /** As in a folder of the digits 5 and 7, or of years. */
  @Test
  void sparseNumbersAreNamesInTheOrderOfNumbers() {
    assertThat(of("2019", "2020", "999").names()).containsExactly("999", "2019", "2020");
    assertThat(of("5", "7").names()).containsExactly("5", "7");
    assertThat(of("0", "123456789012").names()).containsExactly("0", "123456789012");
    assertThat(of("1", "01", "0").names()).containsExactly("0", "01", "1");
  }

  @Test
  void labelsAreThePlacesOfNamesThatTheSourceSays() {
    List<String> known = List.of("2", "dog", "0");
    ClassNames classes = ClassNames.of("here", Set.of("0", "2"), known);

    assertThat(classes.names()).isEqualTo(known);
    assertThat(classes.numbers("here", List.of("0", "2"), known))
        .containsEntry("0", 0)
        .containsEntry("2", 2);
    for (String wrong : List.of("3", "dog", "-1")) {
      assertThatThrownBy(() -> classes.numbers("here", List.of(wrong), known))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the class '" + wrong + "'");
    }
  }

  @Test
  void namesThatTheSourceSaysAreLookedUpInTheModels() {
    List<String> known = List.of("dog", "cow", "cat");

    assertThat(model("cat", "dog").numbers("here", List.of("0", "2"), known))
        .containsEntry("0", 1)
        .containsEntry("2", 0);
    assertThatThrownBy(() -> model("cat", "dog").numbers("here", List.of("1"), known))
        .isInstanceOf(InputException.class);
    assertThat(model("0", "1", "2").numbers("here", List.of("1"), known)).containsEntry("1", 1);
  }

  @Test
  void aModelsNamesAreLookedUp() {
    ClassNames classes = model("cat", "dog", "emu");

    assertThat(classes.numbers("here", List.of("emu", "cat"), List.of()))
        .containsEntry("emu", 2)
        .containsEntry("cat", 0)
        .hasSize(2);
    assertThatThrownBy(() -> classes.numbers("here", List.of("cow", "cat"), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "here: found the class 'cow', expected one of cat, dog, emu;"
                + " rename it, or leave its images out");
  }

  @Test
  void aModelsNumbersAreNumbers() {
    assertThat(model("0", "1", "2").numbers("here", List.of("2"), List.of())).containsEntry("2", 2);
    assertThatThrownBy(() -> model("0", "1", "2").numbers("here", List.of("3"), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the class '3', expected classes 0 to 2");
    assertThatThrownBy(() -> model("0", "1", "2").numbers("here", List.of("two"), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the class 'two'");
  }

  @Test
  void namesThatAreNumbersAreNoPlaces() {
    assertThat(model("5", "7").numbers("here", List.of("7"), List.of())).containsEntry("7", 1);
    assertThatThrownBy(() -> model("5", "7").numbers("here", List.of("0"), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the class '0', expected one of 5, 7");
  }

  @Test
  void oneClassOrTooManyAreRefused() {
    assertThatThrownBy(() -> of("cat"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("here: found one class, expected 2 to 65536");
    assertThatThrownBy(() -> of("0")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> of()).isInstanceOf(InputException.class);
    Set<String> many =
        IntStream.rangeClosed(0, 65536).mapToObj(i -> "c" + i).collect(Collectors.toSet());
    assertThatThrownBy(() -> ClassNames.of("here", many, List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("65537 classes");
  }
}
