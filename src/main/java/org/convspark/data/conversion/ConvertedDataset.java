package org.convspark.data.conversion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ExecutorMemory;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.PreprocessingOption;

/**
 * A dataset made of raw images. Opening it looks at all of them twice: at labels and shapes first,
 * which decide about classes and preprocessing, then each is decoded and preprocessed, and kept on
 * the executors' disks. So damage shows before a run begins, and what is told of the data is true.
 */
public final class ConvertedDataset implements ImageDataset {
  private final DatasetInfo info;
  private final boolean undivided;
  private final boolean weighted;
  private final List<String> remarks;
  private final Map<Split, JavaRDD<Converted>> converted;
  private final List<BadImage> bad;

  private ConvertedDataset(
      DatasetInfo info,
      boolean undivided,
      boolean weighted,
      List<String> remarks,
      Map<Split, JavaRDD<Converted>> converted,
      List<BadImage> bad) {
    this.info = info;
    this.undivided = undivided;
    this.weighted = weighted;
    this.remarks = remarks;
    this.converted = converted;
    this.bad = bad;
  }

  /**
   * Looks at all images and converts them.
   *
   * @param model what the model takes that they are for, where there is one: its classes, its shape
   *     and its preprocessing are used then
   * @throws InputException if an image can't be used, unless such images are to be skipped; if
   *     there are none, their classes aren't the model's, or their shapes differ and nothing says
   *     what to make of them
   */
  public static ConvertedDataset of(
      RawSource source, DataConfig config, Optional<ModelInput> model) {
    Map<Split, JavaRDD<RawImage>> images = source.images();
    Survey survey = Survey.of(images.values());
    requireLabels(source.name(), survey);
    Set<String> labels = survey.labels().keySet();
    ClassNames classes =
        model
            .filter(ModelInput::knowsClasses)
            .map(ClassNames::of)
            .orElseGet(() -> ClassNames.of(source.name(), labels, source.classNames()));
    Map<String, Integer> numbers = classes.numbers(source.name(), labels, source.classNames());

    PreprocessingOption option = PreprocessingOption.parse(config.preprocess());
    ImageShape shape =
        model.map(ModelInput::shape).orElseGet(() -> CommonShape.of(source.name(), survey, option));
    Preprocessing preprocessing =
        model
            .map(m -> option.forModel(m.preprocessing(), m.shape()))
            .orElseGet(() -> option.over(Preprocessing.plain(Colour.of(shape.channels()))));

    Map<Split, JavaRDD<Converted>> converted = new EnumMap<>(Split.class);
    Map<Split, Tally> tallies = new EnumMap<>(Split.class);
    Map<Split, List<Long>> counts = new EnumMap<>(Split.class);
    Map<String, String> digests = new TreeMap<>();
    images.forEach(
        (split, some) -> {
          JavaRDD<Converted> each =
              some.map(new Convert(numbers, preprocessing, shape))
                  .setName(source.name() + " " + split.directory())
                  .persist(StorageLevel.DISK_ONLY());
          Tally tally = Tally.of(each, classes.classes());
          converted.put(split, each);
          tallies.put(split, tally);
          counts.put(split, tally.counts());
          digests.put(split.directory() + " images", tally.digest());
        });
    if (config.onBad() == DataConfig.OnBad.FAIL) {
      requireGood(tallies.values());
    }
    DatasetInfo info =
        new DatasetInfo(
            source.name(),
            shape,
            classes.classes(),
            counts,
            digests,
            classes.names(),
            preprocessing);
    List<String> remarks = new ArrayList<>(source.remarks());
    remarks.addAll(Remarks.of(info, tallies.values()));
    List<BadImage> bad = new ArrayList<>();
    tallies.forEach(
        (split, tally) ->
            bad.addAll(tally.badCount() == 0 ? List.of() : bad(converted.get(split))));
    return new ConvertedDataset(
        info, source.undivided(), source.weighted(), remarks, converted, bad);
  }

  private static void requireLabels(String where, Survey survey) {
    long images = survey.unlabelled();
    if (images > 0) {
      throw new InputException(
          where,
          images == 1
              ? "an image without a class, " + survey.firstUnlabelled()
              : images + " images without a class, such as " + survey.firstUnlabelled(),
          "a class for each",
          "put the pictures of each class into a folder of its name, or give tables a column 'label'");
    }
  }

  private static void requireGood(Collection<Tally> tallies) {
    long count = tallies.stream().mapToLong(Tally::badCount).sum();
    tallies.stream()
        .flatMap(tally -> tally.firstBad().stream())
        .min(Comparator.comparing(BadImage::name))
        .ifPresent(
            first -> {
              throw first.refused(count - 1);
            });
  }

  private static List<BadImage> bad(JavaRDD<Converted> images) {
    return images
        .filter(each -> each.problem() != null)
        .map(each -> new BadImage(each.name(), each.problem()))
        .collect()
        .stream()
        .sorted(Comparator.comparing(BadImage::name))
        .toList();
  }

  @Override
  public DatasetInfo info() {
    return info;
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    return converted.get(split).filter(each -> each.example() != null).map(Converted::example);
  }

  @Override
  public boolean undivided() {
    return undivided;
  }

  @Override
  public boolean weighted() {
    return weighted;
  }

  @Override
  public boolean prepared() {
    return true;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  /** Returns the images that can't be used and were skipped. */
  @Override
  public List<BadImage> badImages() {
    return bad;
  }

  @Override
  public void close() {
    converted.values().forEach(ExecutorMemory::free);
  }
}
