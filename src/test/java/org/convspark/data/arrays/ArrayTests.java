package org.convspark.data.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.convspark.LocalSpark;
import org.convspark.config.DataConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.idx.IdxFixture;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;

/** What the tests of all formats of arrays do. */
public final class ArrayTests {
  private ArrayTests() {}

  /** Returns what is asked of the data: nothing but these two, and no test images by chance. */
  public static DataConfig config(String preprocess, String shape) {
    return config(preprocess, shape, 0);
  }

  /** Returns what is asked of the data: nothing but these three. */
  public static DataConfig config(String preprocess, String shape, double testSplit) {
    return new DataConfig(
        OptionalLong.empty(),
        1,
        Optional.ofNullable(preprocess),
        Optional.ofNullable(shape),
        testSplit,
        DataConfig.OnBad.FAIL,
        new DataConfig.Columns(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  /** Opens a location to train on. */
  public static ImageDataset open(Path location) {
    return open(location, config(null, null));
  }

  /** Opens a location to train on. */
  public static ImageDataset open(Path location, DataConfig config) {
    return new Datasets(LocalSpark.session(), config).open(location.toString());
  }

  /** Opens a location for a model. */
  public static ImageDataset open(Path location, ModelInput model) {
    return new Datasets(LocalSpark.session(), config(null, null))
        .open(location.toString(), Optional.of(model));
  }

  /** Returns a model's input of grey images. */
  public static ModelInput model(int height, int width, String... classes) {
    return new ModelInput(
        new ImageShape(height, width, 1), List.of(classes), Preprocessing.plain(Colour.GREY));
  }

  /** Checks that a dataset is that of {@link IdxFixture}, byte for byte. */
  public static void assertFixture(ImageDataset dataset) {
    DatasetInfo info = dataset.info();
    assertThat(info.shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(info.classes()).isEqualTo(3);
    assertThat(info.counts().get(Split.TRAIN)).containsExactly(10L, 10L, 10L);
    assertThat(info.counts().get(Split.TEST)).containsExactly(4L, 4L, 4L);
    assertFixture(dataset.examples(Split.TRAIN).collect(), 30);
    assertFixture(dataset.examples(Split.TEST).collect(), 12);
  }

  /** Checks that these are the first examples of {@link IdxFixture}. */
  public static void assertFixture(List<Example> examples, int count) {
    assertThat(examples).hasSize(count);
    for (Example example : examples) {
      assertThat(example.label()).isEqualTo(IdxFixture.label((int) example.id()));
      assertThat(example.image()).isEqualTo(IdxFixture.image((int) example.id()));
    }
    assertThat(examples.stream().mapToLong(Example::id).sorted().toArray())
        .isEqualTo(LongStream.range(0, count).toArray());
  }

  /** Returns the value of an element of the fixture's images, by its place in C's order. */
  public static double pixel(int place) {
    return IdxFixture.image(place / 6)[place % 6] & 0xff;
  }
}
