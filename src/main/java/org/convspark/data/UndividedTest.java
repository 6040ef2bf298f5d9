package org.convspark.data;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/** Images that nobody has divided, all of which are test images. */
final class UndividedTest implements ImageDataset {
  private final ImageDataset source;
  private final DatasetInfo info;

  UndividedTest(ImageDataset source) {
    this.source = source;
    DatasetInfo from = source.info();
    this.info =
        new DatasetInfo(
            from.name(),
            from.shape(),
            from.classes(),
            Map.of(Split.TEST, from.counts().get(Split.TRAIN)),
            from.sha256(),
            from.classNames(),
            from.preprocessing());
  }

  @Override
  public DatasetInfo info() {
    return info;
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    return source.examples(Split.TRAIN);
  }

  @Override
  public boolean weighted() {
    return source.weighted();
  }

  @Override
  public boolean prepared() {
    return source.prepared();
  }

  @Override
  public List<BadImage> badImages() {
    return source.badImages();
  }

  @Override
  public List<String> remarks() {
    return source.remarks();
  }
}
