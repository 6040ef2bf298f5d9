package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convspark.data.Split;
import org.convspark.data.pictures.PictureTree.ClassFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PictureTreeTest {
  private static PictureTree of(String... paths) {
    return PictureTree.of(List.of(paths));
  }

  private static List<String> labels(PictureTree tree, Split split) {
    return tree.files().get(split).stream().map(ClassFile::label).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "train, val, test",
    "training, validation, testing",
    "TRAIN, Valid, Test",
    "train, dev, test"
  })
  void directoriesOfSplitsAreKnownByName(String train, String validation, String test) {
    PictureTree tree = of(test + "/a/1.png", train + "/b/2.png", validation + "/c/3.png");

    assertThat(tree.divided()).isTrue();
    assertThat(labels(tree, Split.TRAIN)).containsExactly("b");
    assertThat(labels(tree, Split.VALIDATION)).containsExactly("c");
    assertThat(labels(tree, Split.TEST)).containsExactly("a");
  }

  @Test
  void aDirectoryAroundAllIsLookedThrough() {
    PictureTree tree = of("digits/v2/test/0/1.png", "digits/v2/train/0/2.png");

    assertThat(tree.divided()).isTrue();
    assertThat(tree.files().get(Split.TEST).get(0).path()).isEqualTo("digits/v2/test/0/1.png");
    assertThat(labels(tree, Split.TRAIN)).containsExactly("0");
    assertThat(labels(of("photos/cat/1.png", "photos/dog/1.png"), Split.TRAIN))
        .containsExactly("cat", "dog");
  }

  @Test
  void oneSplitAloneIsASplitToo() {
    for (String split : List.of("train", "test")) {
      PictureTree tree = of(split + "/cat/1.png", split + "/dog/2.png");

      assertThat(tree.divided()).isTrue();
      assertThat(tree.files()).containsOnlyKeys(split.equals("test") ? Split.TEST : Split.TRAIN);
    }
    assertThat(of("train/cat/1.png", "train/cat/2.png").divided()).isTrue();
  }

  @Test
  void withoutThemTheDirectoriesAreClassesAndWhatIsDeeperBelongsToThem() {
    PictureTree tree = of("cat/1.png", "cat/old/2.png", "dog/a/b/3.png", "4.png");

    assertThat(tree.divided()).isFalse();
    assertThat(labels(tree, Split.TRAIN)).containsExactly("cat", "cat", "dog", null);
    assertThat(tree.files().get(Split.TRAIN)).extracting(ClassFile::name).contains("3.png");
  }

  @Test
  void aPictureInASplitButInNoClassHasNone() {
    assertThat(labels(of("test/a/1.png", "train/2.png", "train/a/3.png"), Split.TRAIN))
        .containsExactly(null, "a");
    assertThat(labels(of("train/2.png"), Split.TRAIN)).hasSize(1).containsNull();
  }

  @Test
  void aClassMayBeCalledAsASplit() {
    PictureTree vehicles = of("car/1.png", "plane/2.png", "train/3.png");

    assertThat(vehicles.divided()).isFalse();
    assertThat(vehicles.doubt()).isEmpty();
    assertThat(labels(vehicles, Split.TRAIN)).containsExactly("car", "plane", "train");
  }

  @Test
  void splitsBesideOtherDirectoriesAreInDoubt() {
    assertThat(of("extra/a/1.png", "test/a/2.png", "train/a/3.png").doubt())
        .hasValue("pictures in test/ and extra/a/1.png");
    assertThat(of("sample.png", "train/a/3.png").doubt())
        .hasValue("pictures in train/ and sample.png");
    assertThat(of("test", "train/a/3.png").doubt()).hasValue("pictures in train/ and test");
    assertThat(of("test/a/2.png", "train/a/3.png").doubt()).isEmpty();
  }
}
