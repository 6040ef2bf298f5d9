package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocationTest {
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir private Path directory;

  private Location location() {
    return Location.of(directory.toString(), HADOOP);
  }

  @Test
  void aRelativePathBecomesTheUriThatExecutorsNeed() {
    assertThat(Location.of("data/mnist/", HADOOP).uri())
        .isEqualTo("file:" + Path.of("data/mnist").toAbsolutePath());
  }

  @Test
  void aSchemeWhoseClassIsMissingIsWrongInputAndTellsNoSecret() {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.far.impl", "org.example.NoSuchFileSystem");

    assertThatThrownBy(() -> Location.of("far://me:hun/ter2@bucket/x", hadoop))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("NoSuchFileSystem")
        .hasMessageContaining("@bucket/x")
        .hasMessageNotContaining("ter2");
  }

  @Test
  void goesUpAndDown() {
    Location file = location().child("a").child("b.txt");

    assertThat(file.name()).isEqualTo("b.txt");
    assertThat(file.parent().orElseThrow().uri()).endsWith("/a");
    assertThat(file.sibling("c").orElseThrow().uri()).endsWith("/a/c");
    assertThat(Location.of("file:///", HADOOP).parent()).isEmpty();
    assertThat(Location.of("file:///", HADOOP).sibling("c")).isEmpty();
  }

  @Test
  void saysWhatIsThere() throws IOException {
    Files.writeString(directory.resolve("a.txt"), "abc");
    Files.writeString(directory.resolve("_SUCCESS"), "");
    Files.createDirectory(directory.resolve("empty"));
    Location file = location().child("a.txt");

    assertThat(file.exists()).isTrue();
    assertThat(file.isDirectory()).isFalse();
    assertThat(file.length()).isEqualTo(3);
    assertThat(location().isDirectory()).isTrue();
    assertThat(location().isEmptyDirectory()).isFalse();
    assertThat(location().child("empty").isEmptyDirectory()).isTrue();
    assertThat(location().child("none").exists()).isFalse();
    assertThat(location().list())
        .extracting(Location::name)
        .containsExactlyInAnyOrder("a.txt", "_SUCCESS", "empty");
    assertThat(location().files().uris()).containsExactly(file.uri());
  }

  @Test
  void readsAllOrNoMoreThanIsAllowed() throws IOException {
    Files.writeString(directory.resolve("a.txt"), "abc");
    Location file = location().child("a.txt");

    assertThat(file.read()).asString().isEqualTo("abc");
    assertThat(file.readAtMost(3)).hasValue("abc".getBytes(StandardCharsets.UTF_8));
    assertThat(file.readAtMost(2)).isEmpty();
    // From FIPS 180-4's examples.
    assertThat(file.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void writesAndDeletes() throws IOException {
    Location file = location().child("new/a.txt");
    file.write("one");
    file.write("two");
    assertThat(directory.resolve("new/a.txt")).hasContent("two");

    location().child("new").delete();
    location().child("new").delete();
    assertThat(directory).isEmptyDirectory();
  }

  /** What Hadoop's local file system throws for it would end the thread. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsAnErrorOfTheFile() throws IOException {
    Files.createSymbolicLink(directory.resolve("full"), Path.of("/dev/full"));
    Location full = location().child("full");

    assertThatThrownBy(() -> full.write("abc"))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("/full", "No space left on device");
    assertThatThrownBy(
            () -> {
              try (OutputStream out = full.create()) {
                out.write(new byte[1 << 17]);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void aPlaceIsWithinAnotherByWhateverWay() throws IOException {
    Path real = Files.createDirectories(directory.resolve("real/deep"));
    Files.createSymbolicLink(directory.resolve("link"), real);
    Location data = location().child("real");

    for (String inside :
        List.of("real", "real/", "real/deep/new/out", "link", "link/new", "x/../real/out")) {
      assertThat(Location.of(directory + "/" + inside, HADOOP).isWithin(data)).as(inside).isTrue();
    }
    for (String outside : List.of("", "real2", "rea", "new/real", "link/../x")) {
      assertThat(Location.of(directory + "/" + outside, HADOOP).isWithin(data))
          .as(outside)
          .isFalse();
    }
    assertThat(data.isWithin(location())).isTrue();
    assertThat(data.isWithin(Location.of("/", HADOOP))).isTrue();
    Location memory = Location.of("viewfs://" + "none" + "/", viewFs());
    assertThat(memory.isWithin(Location.of("/", HADOOP))).isFalse();
  }

  private static Configuration viewFs() {
    Configuration hadoop = new Configuration(true);
    hadoop.set("fs.viewfs.mounttable.none.link./tmp", "file:///tmp");
    return hadoop;
  }

  @Test
  void anErrorNamesTheUri() {
    Location file = location().child("none");

    assertThatThrownBy(file::open)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "file:%s/none: found no such file, expected a readable file; check the path",
            directory);
    assertThat(file.unusable(new AccessControlException("user=alice\n\tat x")))
        .hasMessageContaining("found no permission");
    assertThat(file.unusable(new IOException("Connection refused\n\tat x")))
        .hasMessageContaining("found Connection refused, expected a usable path")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> Location.of("nofs://h/a", HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("'nofs://h/a': found No FileSystem for scheme", "a path or URI");
  }

  @Test
  void anErrorSaysWhatWasExpected() {
    Expectation model = new Expectation("my run", "a model", "check --model");
    Location run = Location.of(directory.toString(), HADOOP, model);

    assertThatThrownBy(() -> run.child("model.zip").read())
        .isInstanceOf(InputException.class)
        .hasMessage("my run/model.zip: found no such file, expected a model; check --model");
    assertThat(run.unusable(new AccessControlException("user=alice")))
        .hasMessage("my run: found user=alice, expected a model; check --model");
    assertThatThrownBy(() -> Location.of("nofs://h/a", HADOOP, model))
        .hasMessageStartingWith("my run: found No FileSystem for scheme")
        .hasMessageEndingWith("expected a model; check --model");
    assertThat(run.parent().orElseThrow()).hasToString("file:" + directory.getParent());
  }
}
