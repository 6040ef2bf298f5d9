package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

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
      assertThat(cluster.logs())
          .containsPattern("epoch 4, round 1: worker 0 trained 4500 examples, \\d+ images/s")
          .contains("epoch 1, round 1: worker 1 trained 4500 examples");
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
