package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralPathTest {
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "hdfs://host:8020/a b/c#d?e%20f, hdfs, host:8020, /a b/c#d?e%20f",
    "hdfs://host, hdfs, host, /",
    "hdfs://host/, hdfs, host, /",
    "nofs://host/a, nofs, host, /a",
    "s3a://bucket/x 12:34/y, s3a, bucket, /x 12:34/y",
    "file:///a/b/, file,, /a/b",
    "file:/a//b, file,, /a/b",
    "file:/a:b/c:d, file,, /a:b/c:d",
    "/a/12:30/x.png,,, /a/12:30/x.png",
    "//a/b,,, /a/b",
    "at 12:30,,, at 12:30",
    "a:b.png,,, a:b.png",
    "ab:/c.png,,, ab:/c.png",
    "file:c.png,,, file:c.png",
    "C:/data,,, C:/data",
    "C:\\data,,, C:\\data",
    "shots/x 12:34:56.png,,, shots/x 12:34:56.png",
    "set[12],,, set[12]",
    "{a;b}*?,,, {a;b}*?",
    "-x,,, -x",
    "50%25,,, 50%25",
    "../a,,, ../a",
  })
  void isTakenAsItIs(String text, String scheme, String host, String path) {
    org.apache.hadoop.fs.Path found = LiteralPath.of(text, HADOOP);

    assertThat(found.toUri().getScheme()).isEqualTo(scheme);
    assertThat(found.toUri().getAuthority()).isEqualTo(host);
    assertThat(found.toUri().getPath().replaceFirst("^\\./", "")).isEqualTo(path);
    assertThat(found.toUri().getFragment()).isNull();
    assertThat(found.toUri().getQuery()).isNull();
  }

  /** What a disk allows in a name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "at 12:30",
        ":",
        "a:b.png",
        "http:",
        "set[12]",
        "{a,b}",
        "*",
        "what?",
        "50%",
        "a%20b",
        "#1",
        "back\\slash",
        "-x",
        "a,b",
        " both ends ",
        "it's \"quoted\" $HOME ${user.home}",
        "größe",
        "数字",
        "two\nlines",
        "..."
      })
  void everyNameIsWrittenReadListedReplacedAndDeleted(String name) throws IOException {
    Location parent = Location.of(directory.toString(), HADOOP);
    Location file = parent.child(name).child(name);

    try (OutputFile out = OutputFile.create(file, false)) {
      out.stream().write('a');
      out.complete();
    }
    try (OutputFile out = OutputFile.create(file, true)) {
      out.stream().write('b');
      out.complete();
    }
    assertThat(Files.readString(directory.resolve(name).resolve(name))).isEqualTo("b");
    assertThat(file.read()).asString().isEqualTo("b");
    assertThat(file.length()).isOne();
    assertThat(file.name()).isEqualTo(name);
    assertThat(parent.child(name).list()).extracting(Location::uri).containsExactly(file.uri());
    if (!name.startsWith(".")) {
      assertThat(parent.files().uris()).containsExactly(file.uri());
    }
    // As it goes to an executor and comes back.
    Location copy = Location.of(file.uri(), HADOOP);
    assertThat(copy.path()).isEqualTo(file.path());
    assertThat(copy.uri()).isEqualTo(file.uri());
    assertThat(Location.of(directory + "/" + name + "/" + name, HADOOP).uri())
        .isEqualTo(file.uri());

    try (OutputDirectory out =
        OutputDirectory.at(parent.child(name), "_SUCCESS", true, earlier -> {}).start()) {
      out.temporary().child(name).write("c");
      out.complete();
    }
    assertThat(Files.readString(directory.resolve(name).resolve(name))).isEqualTo("c");
    assertThat(directory.toFile().list()).containsExactly(name);
    assertThat(directory.resolve(name).toFile().list()).containsExactly(name);
    file.delete();
    assertThat(directory.resolve(name)).isEmptyDirectory();
  }

  @Test
  void relativeNamesAreOfTheWorkingDirectory() {
    Path here = Path.of("").toAbsolutePath();
    for (String name : List.of("at 12:30", "a:b.png", "x/y:z")) {
      assertThat(Location.of(name, HADOOP).uri()).isEqualTo("file:" + here + "/" + name);
    }
    assertThat(Location.of("file://" + here + "/a:b", HADOOP).uri())
        .isEqualTo("file:" + here + "/a:b");
  }

  @Test
  void whatCannotBeAPathIsOneLine() {
    for (String text : List.of("", "nofs://h/a", "file://h/a")) {
      assertThatThrownBy(() -> Location.of(text, HADOOP))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("'" + text + "': found ")
          .hasMessageNotContaining("\n");
    }
  }
}
