package org.convspark.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTaskTest {
  @TempDir private Path directory;

  private NodeCheck check(String data, String out) {
    // It says on which executor it is.
    LocalSpark.session();
    return new NodeTask(
            false,
            false,
            Optional.of(directory.resolve(data).toString()),
            Optional.of(directory.resolve(out).toString()))
        .run(new SerializableConfiguration(new Configuration(false)));
  }

  @Test
  void usablePathsAreUsedAndLeftAsTheyWere() throws IOException {
    Files.writeString(directory.resolve("data"), "");

    NodeCheck check = check("data", "not/yet/there");

    assertThat(check.dataError()).isEmpty();
    assertThat(check.outError()).isEmpty();
    assertThat(directory.toFile().list()).containsExactly("data");
    assertThat(check(".", "out").dataError()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAPath() throws IOException {
    Files.writeString(directory.resolve("file"), "");

    NodeCheck check = check("none", "file/out");

    assertThat(check.dataError()).isEqualTo("no such file");
    assertThat(check.outError()).isNotEmpty().doesNotContain("\n", "expected");
  }
}
