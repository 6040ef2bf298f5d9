package org.convspark.engine.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CachedLibrariesTest {
  private static final String ENTRY = "org/example/libx.so";
  private static final FileTime DATE = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir private Path directory;
  private Path cache;
  private Path library;
  private URLClassLoader loader;

  @BeforeEach
  void unpack() throws IOException {
    Path jar = directory.resolve("natives.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(ENTRY));
      out.write(new byte[] {1, 2, 3});
      out.closeEntry();
    }
    loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    cache = directory.resolve("cache");
    library = cache.resolve("natives.jar").resolve(ENTRY);
    Files.createDirectories(library.getParent());
    write(1, 2, 3);
  }

  @AfterEach
  void close() throws IOException {
    loader.close();
  }

  private void write(int... bytes) throws IOException {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    Files.write(library, content);
    Files.setLastModifiedTime(library, DATE);
  }

  @Test
  void whatIsAsPackedStaysAndIsNoted() throws IOException {
    CachedLibraries.check(cache, loader);

    assertThat(library).exists();
    assertThat(cache.resolve(CachedLibraries.NOTED)).content().contains(ENTRY);
    CachedLibraries.check(cache, loader);
    assertThat(library).exists();
  }

  @Test
  void anotherContentOfTheSameSizeAndDateGoes() throws IOException {
    write(1, 2, 4);
    CachedLibraries.check(cache, loader);

    assertThat(library).doesNotExist();
  }

  @Test
  void soDoesOneThatCameAfterItWasFoundRight() throws IOException {
    CachedLibraries.check(cache, loader);
    write(1, 2, 4);
    CachedLibraries.check(cache, loader);

    assertThat(library).doesNotExist();
  }

  @Test
  void filesOfOtherJarsAreLeftAlone() throws IOException {
    Path other = cache.resolve("other.jar").resolve(ENTRY);
    Files.createDirectories(other.getParent());
    Files.write(other, new byte[] {9});
    CachedLibraries.check(cache, loader);

    assertThat(other).exists();
    assertThat(cache.resolve(CachedLibraries.NOTED)).content().doesNotContain("other.jar");
  }
}
