package org.convspark.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convspark.data.arrays.ArrayTests.open;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarDatasetTest {
  @TempDir Path directory;

  private static byte pixel(long id, int place) {
    return (byte) (id * 31 + place / 7);
  }

  /** Writes images of which the first has an id, with that id's last digits as the class. */
  private Path write(String name, int coarse, int classes, int first, int count)
      throws IOException {
    byte[] content = new byte[(coarse + 1 + 3072) * count];
    int at = 0;
    for (int id = first; id < first + count; id++) {
      for (int i = 0; i < coarse; i++) {
        content[at++] = 19;
      }
      content[at++] = (byte) (id % classes);
      for (int p = 0; p < 3072; p++) {
        content[at++] = pixel(id, p);
      }
    }
    return Files.write(directory.resolve(name), content);
  }

  private void writeCifar10() throws IOException {
    for (int n = 1; n <= 5; n++) {
      write("data_batch_" + n + ".bin", 0, 10, 20 * (n - 1), 20);
    }
    write("test_batch.bin", 0, 10, 0, 20);
  }

  private static void assertExamples(List<Example> examples, int classes, int count) {
    assertThat(examples).hasSize(count);
    for (Example each : examples) {
      assertThat(each.label()).isEqualTo((int) (each.id() % classes));
      byte[] image = new byte[3072];
      for (int p = 0; p < image.length; p++) {
        image[p] = pixel(each.id(), p);
      }
      assertThat(each.image()).isEqualTo(image);
    }
    assertThat(examples.stream().map(Example::id).distinct()).hasSize(count);
  }

  @Test
  void readsCifar10WithItsClassesNames() throws IOException {
    writeCifar10();
    Files.writeString(
        directory.resolve("batches.meta.txt"),
        "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
    Files.writeString(directory.resolve("readme.html"), "<html>");

    ImageDataset dataset = open(directory);

    assertThat(dataset.info().shape()).isEqualTo(new ImageShape(32, 32, 3));
    assertThat(dataset.info().classes()).isEqualTo(10);
    assertThat(dataset.info().className(9)).isEqualTo("truck");
    assertThat(dataset.info().count(Split.TRAIN)).isEqualTo(100);
    assertThat(dataset.info().counts().get(Split.TEST)).containsOnly(2L).hasSize(10);
    assertThat(dataset.info().sha256()).hasSize(6).containsKey("data_batch_3.bin");
    assertThat(dataset.remarks()).isEmpty();
    assertExamples(dataset.examples(Split.TRAIN).collect(), 10, 100);
    assertExamples(dataset.examples(Split.TEST).collect(), 10, 20);
  }

  @Test
  void readsTheFineLabelsOfCifar100() throws IOException {
    write("train.bin", 1, 100, 0, 200);
    write("test.bin", 1, 100, 0, 100);
    Files.writeString(
        directory.resolve("fine_label_names.txt"),
        IntStream.range(0, 100).mapToObj(i -> "class" + i).collect(Collectors.joining("\n")));

    ImageDataset dataset = open(directory);

    assertThat(dataset.info().className(42)).isEqualTo("class42");
    assertThat(dataset.info().counts().get(Split.TRAIN)).containsOnly(2L).hasSize(100);
    assertExamples(dataset.examples(Split.TRAIN).collect(), 100, 200);
    assertExamples(dataset.examples(Split.TEST).collect(), 100, 100);
  }

  @Test
  void oneFileIsASplit() throws IOException {
    ImageDataset dataset = open(write("test_batch.bin", 0, 10, 0, 20));

    assertThat(dataset.info().splits()).containsExactly(Split.TEST);
    assertThat(dataset.remarks())
        .containsExactly("No names of classes in batches.meta.txt: they have numbers");
  }

  @Test
  void tellsWhichPartIsMissing() throws IOException {
    writeCifar10();
    Files.delete(directory.resolve("data_batch_4.bin"));

    assertThat(open(directory).remarks()).contains("Not there, and left out: data_batch_4.bin");
    assertThat(open(directory).examples(Split.TRAIN).map(Example::id).collect())
        .containsExactlyElementsOf(IntStream.range(0, 80).mapToObj(Long::valueOf).toList());
  }

  @Test
  void damageIsOneLine() throws IOException {
    writeCifar10();
    Path batch = directory.resolve("data_batch_2.bin");
    byte[] content = Files.readAllBytes(batch);
    Files.write(batch, Arrays.copyOf(content, content.length - 1));
    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("data_batch_2.bin: found 61459 bytes")
        .hasMessageContaining("records of 3073 bytes, as CIFAR-10 has them");

    content[3073 * 7] = 10;
    Files.write(batch, content);
    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("label 10 where there are 10 classes, in record 7");
  }

  @Test
  void otherFilesOfSuchNamesAreNoneOfIts() throws IOException {
    Files.write(directory.resolve("train.bin"), new byte[50_000]);

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none of them in train.bin");
  }

  @Test
  void twoCopiesAreNotGuessedAmong() throws IOException {
    Path test = write("test_batch.bin", 0, 10, 0, 20);
    Files.createDirectory(directory.resolve("copy"));
    Files.copy(test, directory.resolve("copy/test_batch.bin"));

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("both ")
        .hasMessageContaining("copy/test_batch.bin");
  }
}
