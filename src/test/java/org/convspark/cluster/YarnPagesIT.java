package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.convspark.docs.PageCommands;
import org.convspark.docs.RunBy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell users to type for YARN works. */
final class YarnPagesIT {
  @TempDir private Path directory;

  @Test
  void onYarn() throws IOException {
    Path configuration = directory.resolve("hadoop");
    try (MiniHdfs hdfs = MiniHdfs.start(directory.resolve("hdfs"), 2)) {
      hdfs.configure(configuration);
      try (MiniYarn yarn = MiniYarn.start(directory.resolve("yarn"), configuration, 2);
          PageCommands commands = new PageCommands(directory.resolve("project"))) {
        commands
            .environment("SPARK_HOME", System.getProperty("convspark.spark.home"))
            .environment("HADOOP_CONF_DIR", configuration.toString());
        commands.run(
            "submit/prepare.sh --source \"file:$PWD/data/mnist\" --out hdfs:///data/mnist");
        commands.runAll(RunBy.YARN_PAGES_IT);

        assertThat(hdfs.sha256("/runs/yarn-cluster"))
            .as(yarn::containerLogs)
            .isEqualTo(hdfs.sha256("/runs/yarn"));
      }
    }
  }
}
