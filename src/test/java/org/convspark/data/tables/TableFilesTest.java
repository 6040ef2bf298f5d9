package org.convspark.data.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableFilesTest {
  @TempDir private Path directory;

  private String divided(String... paths) {
    String root = Location.of(directory.toString(), new Configuration()).uri();
    return TableFiles.of(
            Location.of(directory.toString(), new Configuration()),
            Stream.of(paths).map(path -> root + "/" + path).toList())
        .groups()
        .stream()
        .map(
            group ->
                group.split().map(Object::toString).orElse("-")
                    + " "
                    + (group.base().uri() + "/").substring(root.length() + 1)
                    + " "
                    + group.files().size())
        .toList()
        .toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train/a test/b train/c                   | [TRAIN train/ 2, TEST test/ 1]",
        "w/train/a w/Test/b w/val/c               | [TRAIN w/train/ 1, TEST w/Test/ 1, VALIDATION w/val/ 1]",
        "train/a                                  | [TRAIN train/ 1]",
        "train/k=1/a test/k=1/b                   | [TRAIN train/ 1, TEST test/ 1]",
        "train/a test/b extra/c                   | [TRAIN train/ 1, TEST test/ 1, -  1]",
        "split=train/a split=test/b               | [-  2]",
        "label=1/train.x/a label=2/b              | [-  2]",
        "train-00000-of-2.p train-1.p test-0.p    | [TRAIN  2, TEST  1]",
        "mnist_test.csv mnist_train.csv           | [TEST  1, TRAIN  1]",
        "d/train.csv d/test.csv d/sample.csv      | [TRAIN  1, TEST  1, -  1]",
        "train.csv other.csv                      | [-  2]",
        "train_test.csv other.csv                 | [-  2]",
        "part-0.parquet part-1.parquet            | [-  2]",
        "latest.csv restrained.csv                | [-  2]"
      })
  void filesAreDividedByDirectoriesOrNames(String paths, String expected) {
    assertThat(divided(paths.split(" "))).isEqualTo(expected);
  }

  @Test
  void aFileByItselfIsUndividedWhateverItsName() throws IOException {
    Path file = Files.writeString(directory.resolve("test.csv"), "a,b");
    Location location = Location.of(file.toString(), new Configuration());
    TableFiles files = TableFiles.of(location, java.util.List.of(location.uri()));

    assertThat(files.divided()).isFalse();
    assertThat(files.groups().get(0).base().name()).isEqualTo(directory.getFileName().toString());
  }
}
