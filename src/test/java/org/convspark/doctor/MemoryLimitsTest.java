package org.convspark.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryLimitsTest {
  @TempDir private Path cgroups;

  private void limit(String file, String text) throws IOException {
    Files.createDirectories(cgroups.resolve(file).getParent());
    Files.writeString(cgroups.resolve(file), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory.max", "memory/memory.limit_in_bytes"})
  void aContainersLimitIsFoundInBothVersionsOfCgroups(String file) throws IOException {
    limit(file, "2147483648\n");

    assertThat(MemoryLimits.container(cgroups)).isEqualTo(2L << 30);
  }

  @Test
  void withoutALimitThereIsNone() throws IOException {
    assertThat(MemoryLimits.container(cgroups)).isEqualTo(Long.MAX_VALUE);
    limit("memory.max", "max\n");
    limit("memory/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(MemoryLimits.container(cgroups)).isEqualTo(9223372036854771712L);
  }
}
