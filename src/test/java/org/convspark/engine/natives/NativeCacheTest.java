package org.convspark.engine.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
final class NativeCacheTest {
  @TempDir private Path directory;
  private Path local;
  private Map<String, String> environment;

  @BeforeEach
  void haveALocalDirectory() {
    local = directory.resolve("local");
    environment = Map.of("LOCAL_DIRS", local.toString());
  }

  @Test
  void itIsBelowTheHomeDirectoryAndNobodyElseMayEnter() throws IOException {
    Path found = NativeCache.directory(directory.toString(), environment);

    assertThat(found).isEqualTo(directory.resolve(".cache/convspark/natives"));
    assertThat(mode(found)).isEqualTo("rwx------");
    assertThat(NativeCache.directory(directory.toString(), environment)).isEqualTo(found);
    assertThat(
            NativeCache.directory(directory.toString(), Map.of("XDG_CACHE_HOME", local.toString())))
        .isEqualTo(local.resolve("convspark/natives"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPARK_EXECUTOR_DIRS", "LOCAL_DIRS", "SPARK_LOCAL_DIRS"})
  void withoutAHomeTheFirstDirectoryOfTheClusterManagerIsTaken(String name) throws IOException {
    // A file where the home should be: not even root can make a directory below it.
    Path home = Files.createFile(directory.resolve("home"));

    Path found = NativeCache.directory(home.toString(), Map.of(name, local + "," + home));
    assertThat(found).isEqualTo(local.resolve("javacpp"));
    assertThat(mode(found)).isEqualTo("rwx------");
  }

  @Test
  void withoutAnyItIsATemporaryOneOfItsOwn() throws IOException {
    Path home = Files.createFile(directory.resolve("home"));

    Path found = NativeCache.directory(home.toString(), Map.of("LOCAL_DIRS", home.toString()));
    Path next = NativeCache.directory("?", Map.of());
    assertThat(found).isEmptyDirectory().isNotEqualTo(next);
    assertThat(mode(found)).isEqualTo("rwx------");
    Files.delete(found);
    Files.delete(next);
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createDirectories(directory.resolve(".cache/convspark"));
    Files.createSymbolicLink(directory.resolve(".cache/convspark/natives"), elsewhere);

    assertThat(NativeCache.directory(directory.toString(), environment))
        .isEqualTo(local.resolve("javacpp"));
  }

  @Test
  void oneThatOthersMayWriteIsNotUsed() throws IOException {
    Path open = Files.createDirectories(directory.resolve(".cache/convspark/natives"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(NativeCache.directory(directory.toString(), environment))
        .isEqualTo(local.resolve("javacpp"));
  }

  @Test
  void norOneOfSomebodyElse() throws IOException {
    Path theirs = NativeCache.directory(directory.toString(), environment);
    try {
      Files.setAttribute(theirs, "unix:uid", 12345);
    } catch (IOException e) {
      abort("only root can give a directory away");
    }

    assertThat(NativeCache.directory(directory.toString(), environment))
        .isEqualTo(local.resolve("javacpp"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
