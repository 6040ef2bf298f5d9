package org.convspark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.parquet.DatasetWriter;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Fit;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.data.shards.Shard;
import org.convspark.data.shards.Shards;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same images are the same examples, whatever they come from and whoever opens them. */
final class DatasetsTest {
  private static final ImageShape DIGIT = SameImages.DIGIT;
  private static final ImageShape TALL = new ImageShape(6, 4, 1);
  private static final List<Example> TRAIN = SameImages.digits(Split.TRAIN, 60);
  private static final List<Example> TEST = SameImages.digits(Split.TEST, 30);

  @TempDir private static Path shared;
  private static Path idx;
  private static Path png;
  private static Path flat;
  private static Path prepared;

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path directory;

  @BeforeAll
  static void write() {
    idx = SameImages.idx(shared.resolve("idx"), TRAIN, TEST, DIGIT);
    png = SameImages.png(shared.resolve("png"), TRAIN, TEST, DIGIT);
    flat = SameImages.png(shared.resolve("flat"), TRAIN, DIGIT, Integer::toString);
    prepared = shared.resolve("prepared");
    new DatasetWriter(LocalSpark.session(), prepared.toString(), false)
        .write(TestData.open(LocalSpark.session(), png.toString()));
  }

  private ImageDataset open(Path path, String... settings) {
    return TestData.open(spark, path.toString(), settings);
  }

  /** Opens a dataset for a model that was trained on another. */
  private ImageDataset openFor(DatasetInfo trainedOn, Path path, String... settings) {
    ModelInput model =
        new ModelInput(trainedOn.shape(), trainedOn.labels(), trainedOn.preprocessing());
    return new Datasets(spark, TestData.config(settings)).open(path.toString(), Optional.of(model));
  }

  /** Opens a dataset for a model that doesn't say what it takes. */
  private ImageDataset openForBare(Path path, String... settings) {
    return new Datasets(spark, TestData.config(settings)).open(path.toString(), Optional.empty());
  }

  private Path prepare(String name, ImageDataset source) {
    Path prepared = directory.resolve(name);
    new DatasetWriter(spark, prepared.toString(), false).write(source);
    return prepared;
  }

  private static List<List<Object>> content(ImageDataset dataset, Split split) {
    return SameImages.content(dataset.examples(split));
  }

  /** Everything of the shards, place by place. */
  private static List<List<Object>> shards(ImageDataset dataset) {
    List<List<Object>> content = new ArrayList<>();
    try (Shards shards = Shards.deal(dataset.examples(Split.TRAIN), dataset.info().shape(), 3, 7)) {
      for (Shard shard : shards.rdd().collect()) {
        for (int i = 0; i < shard.size(); i++) {
          byte[] pixels = new byte[shard.imageSize()];
          shard.copyPixels(i, pixels, 0);
          content.add(
              List.of(shard.worker(), i, shard.id(i), shard.label(i), Arrays.toString(pixels)));
        }
      }
    }
    return content;
  }

  @Test
  void aFolderOfPicturesIsTheSameAsIdx() {
    DatasetInfo arrays = open(idx).info();
    ImageDataset pictures = open(png);
    DatasetInfo info = pictures.info();

    assertThat(info.shape()).isEqualTo(arrays.shape());
    assertThat(info.counts()).isEqualTo(arrays.counts());
    assertThat(info.labels()).isEqualTo(arrays.labels());
    assertThat(info.classNames()).isEmpty();
    assertThat(info.preprocessing()).isEqualTo(Preprocessing.plain(Colour.GREY));
    assertThat(content(pictures, Split.TRAIN)).isEqualTo(SameImages.content(TRAIN));
    assertThat(content(pictures, Split.TEST)).isEqualTo(SameImages.content(TEST));
    assertThat(shards(pictures)).isEqualTo(shards(open(idx))).hasSize(TRAIN.size());
  }

  @Test
  void preparedPicturesAreTheSameAsPictures() {
    ImageDataset written = open(prepared);

    assertThat(written.info()).isEqualTo(open(png).info());
    assertThat(content(written, Split.TRAIN)).isEqualTo(SameImages.content(TRAIN));
    assertThat(content(written, Split.TEST)).isEqualTo(SameImages.content(TEST));
    assertThat(shards(written)).isEqualTo(shards(open(idx)));
  }

  /** The digest doesn't hang on the order, nor on the partitions. */
  @Test
  void theDigestIsOfTheImagesAlone() {
    List<Example> reversed = new ArrayList<>(TRAIN);
    Collections.reverse(reversed);
    Path same = SameImages.png(directory.resolve("b/c"), reversed, TEST, DIGIT);
    List<Example> changed = new ArrayList<>(TRAIN);
    byte[] image = TRAIN.get(7).image().clone();
    image[400]++;
    changed.set(7, TRAIN.get(7).withImage(image));
    Path other = SameImages.png(directory.resolve("d"), changed, TEST, DIGIT);

    Map<String, String> digests = open(prepared).info().sha256();
    assertThat(open(same).info().sha256()).isEqualTo(digests);
    assertThat(open(other).info().sha256())
        .containsOnlyKeys("test images", "train images")
        .containsEntry("test images", digests.get("test images"))
        .doesNotContainEntry("train images", digests.get("train images"));
    assertThat(digests.values()).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
  }

  @Test
  void transposedImagesAreSetRightByOneOption() {
    ImageDataset upright = open(idx);
    Path emnist =
        SameImages.idx(
            directory.resolve("emnist"),
            SameImages.transposed(TRAIN, DIGIT),
            SameImages.transposed(TEST, DIGIT),
            DIGIT);

    ImageDataset turned = open(emnist, "images.preprocess=transpose");

    assertThat(content(open(emnist), Split.TRAIN)).isNotEqualTo(content(upright, Split.TRAIN));
    assertThat(content(turned, Split.TRAIN)).isEqualTo(content(upright, Split.TRAIN));
    assertThat(content(turned, Split.TEST)).isEqualTo(content(upright, Split.TEST));
    assertThat(turned.info().preprocessing().transpose()).isTrue();
    // A model that is trained so turns the same raw images, and not those that are turned already.
    assertThat(content(openFor(turned.info(), emnist), Split.TEST))
        .isEqualTo(content(upright, Split.TEST));
    Path once = prepare("once", turned);
    assertThat(content(open(once), Split.TRAIN)).isEqualTo(content(upright, Split.TRAIN));
    assertThat(content(openFor(turned.info(), once), Split.TEST))
        .isEqualTo(content(upright, Split.TEST));
    // Prepared as they were found, they are raw images yet.
    assertThat(content(openFor(turned.info(), prepared), Split.TEST))
        .isEqualTo(SameImages.content(SameImages.transposed(TEST, DIGIT)));
  }

  @Test
  void transposingExchangesTheSides() {
    List<Example> images = SameImages.noise(1, 8, TALL);
    Path arrays = SameImages.idx(directory.resolve("idx"), images, images, TALL);
    Path pictures = SameImages.png(directory.resolve("png"), images, images, TALL);

    for (Path path : List.of(arrays, pictures)) {
      ImageDataset turned = open(path, "images.preprocess=transpose");
      assertThat(turned.info().shape()).isEqualTo(new ImageShape(4, 6, 1));
      assertThat(content(turned, Split.TRAIN))
          .isEqualTo(SameImages.content(SameImages.transposed(images, TALL)));
    }
  }

  @Test
  void whatIsPreprocessedIsNotPreprocessedAgain() {
    Path inverted = prepare("inverted", open(idx, "images.preprocess=invert"));
    DatasetInfo info = open(inverted).info();

    for (String steps : List.of("transpose", "resize=28x28")) {
      String again = "images.preprocess=" + steps;
      assertThatThrownBy(() -> open(inverted, again))
          .isInstanceOf(UsageException.class)
          .hasMessageContainingAll(steps, "has been preprocessed already; prepare it anew");
      assertThatThrownBy(() -> openFor(info, inverted, again))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("has been preprocessed already");
    }
  }

  @Test
  void aPlainPreparedDatasetMayYetBePreprocessed() {
    assertThat(content(open(prepared, "images.preprocess=invert"), Split.TEST))
        .isEqualTo(content(open(idx, "images.preprocess=invert"), Split.TEST))
        .isNotEqualTo(content(open(prepared), Split.TEST));
  }

  @Test
  void arraysForAModelInMnistsMannerAreInThatMannerAlready() {
    DatasetInfo digits = open(idx).info();
    DatasetInfo mnist =
        digits.with(DIGIT, Preprocessing.plain(Colour.GREY).with(Manner.MNIST_PICTURES));

    assertThat(content(openFor(mnist, idx), Split.TEST)).isEqualTo(SameImages.content(TEST));
    assertThat(content(openFor(mnist, idx, "images.preprocess=mnist"), Split.TEST))
        .isNotEqualTo(SameImages.content(TEST));
  }

  @Test
  void picturesForAModelInMnistsMannerAreBroughtIntoIt() {
    DatasetInfo plain = open(idx).info();
    DatasetInfo mnist =
        plain.with(DIGIT, Preprocessing.plain(Colour.GREY).with(Manner.MNIST_PICTURES));

    assertThat(content(openFor(plain, png), Split.TEST)).isEqualTo(SameImages.content(TEST));
    ImageDataset centred = openFor(mnist, png);
    assertThat(content(centred, Split.TEST))
        .isNotEqualTo(SameImages.content(TEST))
        .isEqualTo(content(openFor(plain, png, "images.preprocess=mnist"), Split.TEST));
    assertThat(content(openFor(mnist, png, "images.preprocess=plain"), Split.TEST))
        .isEqualTo(SameImages.content(TEST));
  }

  @Test
  void meanAndDeviationAreTheModels() {
    String steps = "images.preprocess=mean=0.25,deviation=0.5";
    DatasetInfo standardized = open(idx, steps).info();
    Standardization last = new Standardization(List.of(0.25f), List.of(0.5f));
    Path recorded = prepare("recorded", open(idx, steps));

    for (Path path : List.of(idx, prepared, recorded, png)) {
      ImageDataset forModel = openFor(standardized, path);
      assertThat(forModel.info().preprocessing().standardization()).as("" + path).isEqualTo(last);
      assertThat(content(forModel, Split.TEST)).isEqualTo(SameImages.content(TEST));
      assertThat(openFor(open(idx).info(), path).info().preprocessing().standardization())
          .as("of a model without, on " + path)
          .isEqualTo(Standardization.NONE);
    }
    assertThat(open(recorded).info().preprocessing().standardization()).isEqualTo(last);
    // A model that doesn't say takes pixels / 255, and anything else only where it is asked for.
    assertThat(openForBare(recorded).info().preprocessing().standardization())
        .isEqualTo(Standardization.NONE);
    assertThat(openForBare(idx, steps).info().preprocessing().standardization()).isEqualTo(last);
  }

  @Test
  void aModelThatResizesTakesArraysOfOtherSizesToo() {
    List<Example> images = SameImages.noise(1, 8, TALL);
    Path tall = SameImages.idx(directory.resolve("tall"), images, images, TALL);
    DatasetInfo digits = open(idx).info();
    DatasetInfo resizing =
        digits.with(
            DIGIT,
            new Preprocessing(
                false, Colour.GREY, Manner.PLAIN, Fit.RESIZE, false, List.of(), List.of()));

    assertThat(openFor(resizing, tall).info().shape()).isEqualTo(DIGIT);
    assertThat(openFor(resizing, tall).examples(Split.TEST).first().image()).hasSize(784);
    assertThat(openFor(digits, tall, "images.preprocess=pad=28x28").info().shape())
        .isEqualTo(DIGIT);
    // Whoever opened the model refuses it, which names the model.
    assertThat(openFor(digits, tall).info().shape()).isEqualTo(TALL);
  }

  @Test
  void coloursAreBroughtToTheModels() {
    ImageShape photo = new ImageShape(28, 28, 3);
    List<Example> images = SameImages.noise(1, 20, photo);
    Path rgb = SameImages.png(directory.resolve("rgb"), images, images, photo);
    DatasetInfo colour = open(idx, "images.preprocess=rgb").info();

    assertThat(content(open(rgb), Split.TRAIN)).isEqualTo(SameImages.content(images));
    assertThat(openFor(open(idx).info(), rgb).info().shape()).isEqualTo(DIGIT);
    assertThat(colour.shape()).isEqualTo(photo);
    for (Path path : List.of(idx, prepared, png)) {
      byte[] pixels = openFor(colour, path).examples(Split.TEST).first().image();
      assertThat(pixels).hasSize(3 * 784);
      assertThat(Arrays.copyOf(pixels, 784)).isEqualTo(Arrays.copyOfRange(pixels, 784, 2 * 784));
    }
  }

  @Test
  void bgrIsDoneOnce() {
    ImageShape photo = new ImageShape(5, 7, 3);
    List<Example> images = SameImages.noise(1, 12, photo);
    Path rgb = SameImages.png(directory.resolve("rgb"), images, images, photo);

    ImageDataset bgr = open(rgb, "images.preprocess=bgr");

    byte[] swapped = bgr.examples(Split.TEST).filter(each -> each.id() == 3).first().image();
    byte[] original = images.get(3).image();
    assertThat(Arrays.copyOfRange(swapped, 0, 35)).isEqualTo(Arrays.copyOfRange(original, 70, 105));
    assertThat(Arrays.copyOfRange(swapped, 70, 105)).isEqualTo(Arrays.copyOfRange(original, 0, 35));
    for (Path path : List.of(rgb, prepare("bgr", bgr), prepare("plain", open(rgb)))) {
      assertThat(content(openFor(bgr.info(), path), Split.TEST))
          .as("" + path)
          .isEqualTo(content(bgr, Split.TEST));
    }
  }

  @Test
  void whoEvaluatesUndividedImagesTakesAll() {
    ImageDataset divided = open(flat, "images.test-split=0.3");
    DatasetInfo info = divided.info();

    assertThat(info.count(Split.TRAIN) + info.count(Split.TEST)).isEqualTo(TRAIN.size());
    for (int label = 0; label < 10; label++) {
      long train = info.counts().get(Split.TRAIN).get(label);
      long test = info.counts().get(Split.TEST).get(label);
      assertThat(test).isEqualTo(Math.round(0.3 * (train + test)));
    }
    List<List<Object>> both = new ArrayList<>(content(divided, Split.TRAIN));
    both.addAll(content(divided, Split.TEST));
    assertThat(both).containsExactlyInAnyOrderElementsOf(SameImages.content(TRAIN));
    assertThat(content(open(flat, "images.test-split=0.3"), Split.TEST))
        .isEqualTo(content(divided, Split.TEST));
    assertThat(content(open(flat, "images.test-split=0.3", "training.seed=2"), Split.TEST))
        .isNotEqualTo(content(divided, Split.TEST));

    ImageDataset whole = openFor(info, flat);
    assertThat(whole.info().splits()).containsExactly(Split.TEST);
    assertThat(content(whole, Split.TEST)).isEqualTo(SameImages.content(TRAIN));
    assertThat(openFor(info, flat, "images.preprocess=invert").info().preprocessing().invert())
        .isTrue();
  }

  /** Neither by a model that doesn't say are pictures preprocessed twice. */
  @Test
  void undividedPicturesForABareModelArePreprocessedOnce() {
    ImageDataset inverted = openForBare(flat, "images.preprocess=invert");

    assertThat(inverted.info().splits()).containsExactly(Split.TEST);
    assertThat(inverted.examples(Split.TEST).filter(each -> each.id() == 0).first().image()[0])
        .isEqualTo((byte) 255);
  }

  @Test
  void aLimitIsASampleOfEveryClass() {
    ImageDataset limited = open(idx, "limit=20", "training.seed=5");

    assertThat(limited.info().count(Split.TRAIN)).isEqualTo(20);
    assertThat(limited.info().count(Split.TEST)).isEqualTo(TEST.size());
    List<Example> kept = limited.examples(Split.TRAIN).collect();
    assertThat(kept).hasSize(20);
    for (int label = 0; label < 10; label++) {
      int of = label;
      long all = TRAIN.stream().filter(each -> each.label() == of).count();
      long some = kept.stream().filter(each -> each.label() == of).count();
      assertThat(some).isEqualTo(limited.info().counts().get(Split.TRAIN).get(label));
      assertThat((double) some).isBetween(all / 3.0 - 1, all / 3.0 + 1);
    }
    assertThat(content(open(idx, "limit=20", "training.seed=5"), Split.TRAIN))
        .isEqualTo(SameImages.content(kept));
    assertThat(content(open(idx, "limit=20", "training.seed=6"), Split.TRAIN))
        .isNotEqualTo(SameImages.content(kept));

    ImageDataset test = openFor(limited.info(), idx, "limit=11", "training.seed=5");
    assertThat(test.info().count(Split.TEST)).isEqualTo(11);
    assertThat(test.examples(Split.TEST).count()).isEqualTo(11);
    assertThat(test.info().count(Split.TRAIN)).isEqualTo(TRAIN.size());
  }

  @Test
  void stepsThatAreNotKnownAreToldBeforeAnythingIsRead() {
    assertThatThrownBy(() -> TestData.open(spark, "nowhere", "images.preprocess=rotate"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--preprocess: rotate given");
    assertThatThrownBy(() -> TestData.open(spark, directory.resolve("nowhere").toString()))
        .isInstanceOf(InputException.class);
  }
}
