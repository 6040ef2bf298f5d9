package org.convspark.storage.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of settings says what is in it, and nothing else is opened for it. */
final class SettingsFileTest {
  @TempDir private Path directory;

  private Config read(String text) throws IOException {
    Path file = directory.resolve("my.conf");
    Files.writeString(file, text);
    return SettingsFile.read(file.toString(), new Configuration(false));
  }

  private void assertRefused(String text, String found) {
    assertThatThrownBy(() -> read(text))
        .as(text)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(directory + "/my.conf: ")
        .hasMessageContaining(found)
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
  }

  @Test
  void nothingIsIncluded() throws IOException {
    Path other = directory.resolve("other.conf");
    Files.writeString(other, "training.epochs = 7");
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> asked.incrementAndGet());
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/a.conf";
      for (String what :
          List.of(
              "\"" + other + "\"",
              "\"other.conf\"",
              "\"" + url + "\"",
              "file(\"" + other + "\")",
              "url(\"" + other.toUri() + "\")",
              "url(\"" + url + "\")",
              "classpath(\"reference.conf\")",
              "required(\"" + other + "\")",
              "required(file(\"" + other + "\"))",
              "required(url(\"" + url + "\"))",
              "required(classpath(\"reference.conf\"))")) {
        assertRefused("include " + what, "include ");
        assertRefused("training { include " + what + " }", "include ");
      }
    } finally {
      server.stop(0);
    }
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${HOME}",
        "${?HOME}",
        "${?AWS_SECRET_ACCESS_KEY}",
        "${user.home}",
        "${?user.home}",
        "x${?PATH}y",
        "[${?PATH}]",
        "${java}"
      })
  void nothingComesFromTheSystem(String value) {
    assertRefused("out = " + value, "${");
  }

  @Test
  void itsOwnValuesCanBeSubstituted() throws IOException {
    Config read =
        read("base = runs\nout = ${base}/a\nrun = [a]\nrun += ${out}\nmodel = ${?base}\nx += 1");

    assertThat(read.getString("out")).isEqualTo("runs/a");
    assertThat(read.getStringList("run")).containsExactly("a", "runs/a");
    assertThat(read.getString("model")).isEqualTo("runs");
    assertThat(read.getIntList("x")).containsExactly(1);
  }

  @Test
  void valuesThatGrowWithoutEndAreRefused() {
    StringBuilder text = new StringBuilder("a0 = \"0123456789\"\n");
    for (int i = 0; i < 40; i++) {
      text.append("a" + (i + 1) + " = ${a" + i + "}${a" + i + "}\n");
    }
    assertRefused(text.toString(), "80 substitutions");
    assertRefused("a = ${b}\nb = ${a}", "cycle");
    assertRefused("a = ${a}", "${a}");
    assertRefused("#" + "x".repeat(1 << 16), "more than 64 KiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a {", "[", "a=[", "a.", "a=\"", "${", "a=${b", "include "})
  void nestingWithoutEndIsRefused(String piece) {
    assertRefused(piece.repeat(60_000 / piece.length()), "");
  }
}
