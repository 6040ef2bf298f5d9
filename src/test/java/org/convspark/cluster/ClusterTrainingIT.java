package org.convspark.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training on executors that are JVMs of their own gives the parameters that local threads give,
 * bit for bit.
 */
final class ClusterTrainingIT {
  @TempDir private Path directory;

  @Test
  void twoExecutorsTrainTheSameModelAsTwoThreadsAlsoUnderKryo() {
    SameModel model = new SameModel(directory.resolve("local"));
    try (LocalCluster cluster = LocalCluster.start(directory.resolve("cluster"), 2)) {
      Path java = directory.resolve("java");
      model.assertGivenBy(SameModel.training(java).on(cluster).run(), java);
      Path kryo = directory.resolve("kryo");
      model.assertGivenBy(
          SameModel.training(kryo)
              .on(cluster)
              .conf("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
              .run(),
          kryo);
    }
  }
}
