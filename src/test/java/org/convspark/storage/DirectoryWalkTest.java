package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.storage.FoundFiles.FoundFile;
import org.convspark.storage.FoundFiles.Why;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class DirectoryWalkTest {
  @TempDir private Path temporary;
  private Path root;

  @BeforeEach
  void root() throws IOException {
    root = Files.createDirectory(temporary.resolve("root"));
  }

  private Path file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "abc");
  }

  private FoundFiles walk() {
    return Location.of(root.toString(), new Configuration(false)).files();
  }

  private List<String> names(List<String> uris) {
    String prefix = "file:" + root + "/";
    assertThat(uris).allMatch(uri -> uri.startsWith(prefix));
    return uris.stream().map(uri -> uri.substring(prefix.length())).toList();
  }

  private List<String> leftOut(FoundFiles found, Why why) {
    return names(
        found.leftOut().stream()
            .filter(each -> each.why() == why)
            .map(each -> each.uri())
            .toList());
  }

  @Test
  void leavesOutWhatIsHiddenOrTheSystemsAtEveryLevel() throws IOException {
    for (String name :
        List.of(
            "b/2.png",
            "b/1.png",
            "a.png",
            "_day=3/x.png",
            ".hidden",
            "b/.hidden/x.png",
            "_SUCCESS",
            "b/_temporary/x.png",
            "b/x.png._COPYING_",
            "__MACOSX/b/._1.png",
            "b/.DS_Store",
            "Thumbs.db",
            "b/thumbs.DB",
            "desktop.ini",
            "b/@eaDir/x.png",
            "lost+found/x.png",
            "$RECYCLE.BIN/x.png")) {
      file(name);
    }
    FoundFiles found = walk();

    assertThat(names(found.uris())).containsExactly("_day=3/x.png", "a.png", "b/1.png", "b/2.png");
    assertThat(found.files()).extracting(FoundFile::bytes).containsOnly(3L);
    assertThat(leftOut(found, Why.HIDDEN))
        .containsExactly(".hidden", "_SUCCESS", "b/.hidden", "b/_temporary");
    assertThat(leftOut(found, Why.SYSTEM))
        .containsExactly(
            "$RECYCLE.BIN",
            "Thumbs.db",
            "__MACOSX",
            "b/.DS_Store",
            "b/@eaDir",
            "b/thumbs.DB",
            "desktop.ini",
            "lost+found");
    assertThat(found.leftOutText())
        .isEqualTo("4 hidden, 8 of the operating system, 1 not yet copied to its end");
    assertThat(found.only(file -> file.uri().endsWith("a.png")).uris()).hasSize(1);
  }

  @Test
  void aPlaceThatIsNamedMayBeHiddenItself() throws IOException {
    root = Files.createDirectories(temporary.resolve(".cache/_photos"));
    Path file = file("x.png");

    assertThat(names(walk().uris())).containsExactly("x.png");
    FoundFiles one = Location.of(file.toString(), new Configuration(false)).files();
    assertThat(one.files()).containsExactly(new FoundFile("file:" + file, 3));
    assertThat(one.leftOutText()).isEmpty();
  }

  @Test
  @Timeout(60)
  void linksThatLeadBackEndAndEveryFileIsFoundOnce() throws IOException {
    file("a/1.png");
    file("b/2.png");
    Files.createSymbolicLink(root.resolve("0-self"), root);
    Files.createSymbolicLink(root.resolve("a/up"), temporary);
    Files.createSymbolicLink(root.resolve("a/b"), root.resolve("b"));
    Files.createSymbolicLink(root.resolve("b/a"), root.resolve("a"));
    FoundFiles found = walk();

    assertThat(names(found.uris())).containsExactly("a/1.png", "b/2.png");
    assertThat(leftOut(found, Why.READ_ALREADY)).containsExactly("0-self", "a/b", "a/up", "b/a");
  }

  @Test
  void linksToElsewhereAreFollowedAndBrokenOnesCounted() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere/deep"));
    Files.writeString(elsewhere.resolve("3.png"), "abcd");
    Files.createSymbolicLink(root.resolve("link"), elsewhere.getParent());
    Files.createSymbolicLink(root.resolve("again"), elsewhere);
    Files.createSymbolicLink(root.resolve("x.png"), elsewhere.resolve("3.png"));
    Files.createSymbolicLink(root.resolve("gone.png"), elsewhere.resolve("4.png"));
    Files.createSymbolicLink(root.resolve("itself"), root.resolve("itself"));
    FoundFiles found = walk();

    assertThat(names(found.uris())).containsExactly("again/3.png", "x.png");
    assertThat(found.files()).extracting(FoundFile::bytes).containsOnly(4L);
    assertThat(leftOut(found, Why.READ_ALREADY)).containsExactly("link/deep");
    assertThat(leftOut(found, Why.BROKEN_LINK)).containsExactly("gone.png", "itself");
  }

  @Test
  void aDeepTreeDoesNotOverflowTheStack() throws IOException {
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      deep.append("d/");
    }
    file(deep + "x.png");

    assertThat(names(walk().uris())).containsExactly(deep + "x.png");
  }

  @Test
  void whatIsNotThereIsOneLine() {
    assertThatThrownBy(() -> Location.of(root + "/none", new Configuration(false)).files())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none: found no such file");
  }
}
