package org.convspark.data;

import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/** Images that nobody has divided, all of which are test images. */
final class UndividedTest extends DatasetView {

  UndividedTest(ImageDataset source) {
    super(source, asTest(source.info()));
  }

  private static DatasetInfo asTest(DatasetInfo from) {
    return new DatasetInfo(
        from.name(),
        from.shape(),
        from.classes(),
        Map.of(Split.TEST, from.counts().get(Split.TRAIN)),
        from.sha256(),
        from.classNames(),
        from.preprocessing());
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    return source.examples(Split.TRAIN);
  }
}
