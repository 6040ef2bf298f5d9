package org.convspark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.storage.text.SettingsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionTest {
  private final Configuration hadoop = new Configuration(false);
  @TempDir private Path directory;

  private void submittedIn(String where) {
    hadoop.set(Submission.DIRECTORY, where);
  }

  @Test
  void aPathIsRelativeToWhereTheCommandWasGiven() {
    submittedIn("/home/${user} 1");

    assertThat(Location.of("runs/a", hadoop).uri()).isEqualTo("file:/home/${user} 1/runs/a");
    assertThat(Location.of("at 12:30", hadoop).uri()).isEqualTo("file:/home/${user} 1/at 12:30");
    assertThat(Location.of("/runs/a", hadoop).uri()).isEqualTo("file:/runs/a");
    assertThat(Location.of("file:///runs/a", hadoop).uri()).isEqualTo("file:/runs/a");
  }

  @Test
  void elsewhereAPathRelativeToNothingIsRefused() {
    submittedIn("");

    assertThatThrownBy(() -> Location.of("runs/a", hadoop))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("runs/a: found a relative path for a driver in the cluster")
        .hasMessageContaining("submit/convspark.sh");
    assertThat(Location.of("/runs/a", hadoop).uri()).isEqualTo("file:/runs/a");
  }

  @Test
  void hereItIsRelativeToTheWorkingDirectory() {
    assertThat(Submission.isElsewhere(hadoop)).isFalse();
    assertThat(Submission.absolute("a/b", hadoop))
        .isEqualTo(Path.of("a/b").toAbsolutePath().toString());
  }

  @Test
  void aFileThatCameAlongIsReadByTheNameThatWasGiven() throws IOException {
    submittedIn("/nowhere");
    hadoop.set("convspark.submit.file.2", base64("a.conf") + ":" + zipped("training.epochs = 7\n"));
    hadoop.set("convspark.submit.file.4", base64("größe.conf") + ":" + zipped("limit = 5"));

    assertThat(SettingsFile.read("a.conf", hadoop).getInt("training.epochs")).isEqualTo(7);
    assertThat(SettingsFile.read("größe.conf", hadoop).getInt("limit")).isEqualTo(5);
    assertThatThrownBy(() -> SettingsFile.read("other.conf", hadoop))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("other.conf: found no such file");
  }

  @Test
  void aFileThatDidNotComeAlongIsReadFromItsPath() throws IOException {
    submittedIn(directory.toString());
    Files.writeString(directory.resolve("b.conf"), "limit = 6");

    assertThat(SettingsFile.read("b.conf", hadoop).getInt("limit")).isEqualTo(6);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
