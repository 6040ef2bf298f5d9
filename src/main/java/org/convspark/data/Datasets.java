package org.convspark.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.arrays.ArrayDataset;
import org.convspark.data.arrays.ArrayFiles;
import org.convspark.data.cifar.CifarDataset;
import org.convspark.data.conversion.ConvertedDataset;
import org.convspark.data.conversion.RawSource;
import org.convspark.data.idx.IdxFiles;
import org.convspark.data.npz.NpzFiles;
import org.convspark.data.parquet.PreparedDataset;
import org.convspark.data.pictures.PictureFolder;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.PreprocessingOption;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.data.shards.SampledDataset;
import org.convspark.data.synthetic.SyntheticDataset;
import org.convspark.data.tables.SqlLocation;
import org.convspark.data.tables.TableSource;
import org.convspark.storage.Location;

/** Opens datasets of all kinds: what is found becomes labelled images of one shape. */
public final class Datasets {
  private final SparkSession spark;
  private final DataConfig config;
  private final PreprocessingOption option;

  /**
   * Prepares to open datasets.
   *
   * @param config what was asked of the data
   * @throws UsageException for steps of {@code --preprocess} that aren't known
   */
  public Datasets(SparkSession spark, DataConfig config) {
    this.spark = spark;
    this.config = config;
    this.option = PreprocessingOption.parse(config.preprocess());
  }

  /**
   * Opens a dataset to train on. Where nobody has divided the images into training and test images,
   * that is done here; a limit keeps a part of the training images.
   *
   * @param location a Hadoop path, or {@code synthetic:N}, {@code table:NAME}, {@code sql:QUERY}
   * @throws InputException if nothing usable is there; the message says what was looked for
   */
  public ImageDataset open(String location) {
    return openToTrain(location, Optional.empty());
  }

  /**
   * Opens a dataset to train on as {@link #open(String)} does.
   *
   * @param start what a model takes that training starts from: images are preprocessed as its own
   *     data was, and have its classes where it {@linkplain ModelInput#knowsClasses knows} them
   */
  public ImageDataset openToTrain(String location, Optional<ModelInput> start) {
    ImageDataset found = find(location, start, true);
    ImageDataset source =
        start
            .map(input -> fit(found, input, location))
            .orElseGet(() -> preprocessed(found, location));
    boolean divided = source.info().has(Split.TEST) || config.testSplit() == 0;
    ImageDataset whole =
        divided || !source.info().has(Split.TRAIN)
            ? source
            : SampledDataset.withTestImages(source, config.testSplit(), config.seed());
    return config.limit().isPresent() && whole.info().has(Split.TRAIN)
        ? SampledDataset.limited(whole, Split.TRAIN, config.limit().getAsLong(), config.seed())
        : whole;
  }

  /**
   * Opens a dataset for a model: with its classes, and preprocessed as its own data was. All images
   * are test images where nobody has divided them; a limit keeps a part of the test images.
   *
   * @param location as for {@link #open(String)}
   * @param model what it takes; nothing where it doesn't say, so that the data does
   * @throws InputException if nothing usable is there, or it doesn't go with the model
   */
  public ImageDataset open(String location, Optional<ModelInput> model) {
    return forModel(find(location, model, false), location, model);
  }

  /**
   * Opens a dataset as {@link #open(String, Optional)} does.
   *
   * @param contents what the location holds, which isn't looked at again
   */
  public ImageDataset open(String location, Contents contents, Optional<ModelInput> model) {
    return forModel(find(contents, model, false), location, model);
  }

  /**
   * Opens a program's own rows to train on. Test images are taken out of the training images where
   * a share of them was asked for.
   *
   * @param where what errors and outputs call them
   * @param rows of each split, all of the same columns, with training rows among them
   * @param classNames of which labels are the numbers
   * @throws InputException if images can't be made of the columns that the configuration names
   */
  public ImageDataset open(String where, Map<Split, Dataset<Row>> rows, List<String> classNames) {
    ImageDataset source =
        converted(TableSource.ofRows(spark, config, where, rows, classNames), Optional.empty());
    return config.testSplit() == 0
        ? source
        : SampledDataset.withTestImages(source, config.testSplit(), config.seed());
  }

  private ImageDataset forModel(ImageDataset found, String location, Optional<ModelInput> model) {
    ImageDataset fit =
        model
            .map(input -> fit(found, input, location))
            // Where the model doesn't say, mean and deviation are those asked for, or none.
            .orElseGet(() -> standardized(preprocessed(found, location), option.standardization()));
    ImageDataset test = fit.undivided() ? new UndividedTest(fit) : fit;
    return config.limit().isPresent() && test.info().has(Split.TEST)
        ? SampledDataset.limited(test, Split.TEST, config.limit().getAsLong(), config.seed())
        : test;
  }

  /** Returns whether a location is a path, rather than a name or a query for others to resolve. */
  public static boolean isPath(String location) {
    return !SyntheticDataset.isSynthetic(location) && !SqlLocation.isSql(location);
  }

  private ImageDataset find(String location, Optional<ModelInput> model, boolean training) {
    if (SyntheticDataset.isSynthetic(location)) {
      return SyntheticDataset.parse(context(), location, config.seed());
    }
    if (SqlLocation.isSql(location)) {
      return converted(TableSource.ofSql(spark, config, model, location), model);
    }
    Location root = Location.of(location, spark.sparkContext().hadoopConfiguration());
    return find(Contents.of(root), model, training);
  }

  private ImageDataset find(Contents contents, Optional<ModelInput> model, boolean training) {
    return switch (contents.kind()) {
      case PREPARED -> PreparedDataset.open(spark, contents.root());
      case IDX -> arrays(IdxFiles.in(contents), model, training, true);
      case NPZ -> arrays(NpzFiles.in(contents), model, training, false);
      case CIFAR -> CifarDataset.open(context(), contents);
      case PICTURES -> converted(PictureFolder.of(context(), contents), model);
      case PARQUET, ORC, AVRO, CSV ->
          converted(TableSource.ofFiles(spark, config, model, contents), model);
    };
  }

  /** To train on, IDX files must be complete; in an archive test images may have no labels. */
  private ImageDataset arrays(
      ArrayFiles files, Optional<ModelInput> model, boolean training, boolean complete) {
    if (training) {
      files.requireLabels(complete);
    }
    return ArrayDataset.open(context(), files, config, model);
  }

  private ImageDataset converted(RawSource source, Optional<ModelInput> model) {
    return ConvertedDataset.of(source, config, model);
  }

  /** Does what {@code --preprocess} asks for to a dataset of arrays. */
  private ImageDataset preprocessed(ImageDataset source, String location) {
    if (!option.isGiven() || source instanceof ConvertedDataset) {
      return source;
    }
    requireUntouched(source, location);
    ImageShape from = source.info().shape();
    option.requireFor(from);
    int channels = option.channels().orElse(from.channels());
    Preprocessing steps = option.over(source.info().preprocessing());
    ImageShape turned =
        steps.transpose()
            ? new ImageShape(from.width(), from.height(), channels)
            : new ImageShape(from.height(), from.width(), channels);
    return PreprocessedDataset.of(source, steps, option.shape(channels).orElse(turned));
  }

  /** Does to a dataset of arrays what was done to the model's own data. */
  private ImageDataset fit(ImageDataset source, ModelInput model, String location) {
    if (source instanceof ConvertedDataset) {
      return source;
    }
    if (option.isGiven()) {
      requireUntouched(source, location);
    }
    Optional<Preprocessing> steps =
        isPreprocessed(source)
            ? Optional.empty()
            : ModelFit.of(config, source.info().shape(), model);
    return steps.isPresent()
        ? PreprocessedDataset.of(source, steps.get(), model.shape())
        : standardized(source, model.preprocessing().standardization());
  }

  private void requireUntouched(ImageDataset source, String location) {
    if (isPreprocessed(source)) {
      throw new UsageException(
          "--preprocess",
          config.preprocess().orElseThrow(),
          "none, for " + location + " has been preprocessed already; prepare it anew");
    }
  }

  private static boolean isPreprocessed(ImageDataset source) {
    return source.prepared() && !source.info().preprocessing().leavesArrays();
  }

  /** What the data has as mean and deviation is of no account to a model that has others. */
  private static ImageDataset standardized(ImageDataset source, Standardization last) {
    Preprocessing before = source.info().preprocessing();
    return last.equals(before.standardization()) || !last.isFor(source.info().shape().channels())
        ? source
        : PreprocessedDataset.described(source, before.with(last));
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
