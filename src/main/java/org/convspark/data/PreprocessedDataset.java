package org.convspark.data;

import org.apache.spark.api.java.JavaRDD;
import org.convspark.data.preprocessing.Preprocessing;

/** A dataset of arrays whose images are preprocessed as they are read. */
final class PreprocessedDataset extends DatasetView {
  private final boolean changed;

  private PreprocessedDataset(ImageDataset source, DatasetInfo info, boolean changed) {
    super(source, info);
    this.changed = changed;
  }

  /**
   * Preprocesses a dataset's images.
   *
   * @param steps what is done to each
   * @param shape of the results
   */
  static ImageDataset of(ImageDataset source, Preprocessing steps, ImageShape shape) {
    return new PreprocessedDataset(source, source.info().with(shape, steps), true);
  }

  /**
   * Leaves a dataset's images as they are.
   *
   * @param preprocessing what is said of them
   */
  static ImageDataset described(ImageDataset source, Preprocessing preprocessing) {
    DatasetInfo info = source.info();
    return new PreprocessedDataset(source, info.with(info.shape(), preprocessing), false);
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    if (!changed) {
      return source.examples(split);
    }
    ImageShape from = source.info().shape();
    ImageShape to = info().shape();
    Preprocessing steps = info().preprocessing();
    String name = info().name() + " " + split.directory();
    return source
        .examples(split)
        .map(
            each ->
                each.withImage(
                    steps.ofArray(name + " image " + each.id(), each.image(), from, to)));
  }

  @Override
  public boolean undivided() {
    return source.undivided();
  }

  @Override
  public boolean prepared() {
    return changed || source.prepared();
  }
}
