package org.convspark.engine.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeCacheTest {
  @TempDir private Path directory;

  @Test
  void aWritableHomeIsLeftToJavaCpp() {
    assertThat(
            NativeCache.directory(directory.toString(), Map.of("LOCAL_DIRS", directory.toString())))
        .isEmpty();
  }

  @Test
  void withoutAHomeTheFirstDirectoryOfTheClusterManagerIsTaken() throws IOException {
    // A file where the home should be: not even root can make a directory below it.
    Path home = Files.createFile(directory.resolve("home"));
    Path local = directory.resolve("local");

    for (String name : new String[] {"SPARK_EXECUTOR_DIRS", "LOCAL_DIRS", "SPARK_LOCAL_DIRS"}) {
      assertThat(NativeCache.directory(home.toString(), Map.of(name, local + "," + home)))
          .contains(local.resolve("javacpp").toFile());
    }
    assertThat(NativeCache.directory(home.toString(), Map.of("LOCAL_DIRS", home.toString())))
        .isEmpty();
  }
}
