package org.convspark.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.convspark.config.InputException;
import org.convspark.data.arrays.ArrayTests;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ForeignFormatTest {
  @TempDir Path directory;

  private static byte[] bytes(String text) {
    return Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 1024);
  }

  private static byte[] tar() {
    byte[] tar = bytes("cifar-10-batches-bin/data_batch_1.bin");
    System.arraycopy(bytes("ustar"), 0, tar, 257, 5);
    return tar;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static Stream<Arguments> files() throws IOException {
    return Stream.of(
        Arguments.of("cifar.tar", tar(), "a tar archive", "unpack it (tar xf)"),
        Arguments.of("cifar.tar.gz", gzip(tar()), "a gzip file", "tar xf for .tar.gz"),
        Arguments.of(
            "train_32x32.mat",
            bytes("MATLAB 5.0 MAT-file, Platform: PCWIN64"),
            "a MATLAB file",
            "scipy.io.loadmat, then numpy.savez"),
        Arguments.of("new.mat", bytes("MATLAB 7.3 MAT-file"), "a MATLAB 7.3 file", "h5py.File"),
        Arguments.of("data.h5", bytes("\u0089HDF\r\n\u001a\n"), "an HDF5 file", "h5py.File"),
        Arguments.of("xnist-images-idx3-ubyte.xz", bytes("\u00fd7zXZ"), "an xz file", "unxz"),
        Arguments.of("data_batch_1", bytes("\u0080\u0002}q\u0001"), "a Python pickle", "binary"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void theWayOutIsOneLine(String name, byte[] content, String found, String remedy)
      throws IOException {
    Path file = Files.write(directory.resolve(name), content);

    for (Path location : new Path[] {file, directory}) {
      assertThatThrownBy(() -> ArrayTests.open(location))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(name + ": found " + found)
          .hasMessageContaining(remedy)
          .hasMessageNotContaining("\n");
    }
  }
}
