package org.convspark.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages tell users to type on one machine works. */
final class PagesIT {
  @TempDir private static Path directory;
  private static PageCommands commands;

  @BeforeAll
  static void train() throws IOException {
    Path project = directory.resolve("project");
    commands = new PageCommands(project);
    OwnImages.write(project.resolve("data"));
    commands.run("submit/train.sh --data data/mnist --network dense --epochs 1 --out runs/mnist");
  }

  @AfterAll
  static void unlink() {
    commands.close();
  }

  private static List<String> sections() {
    return RunBy.PAGES_IT.sections();
  }

  @ParameterizedTest
  @MethodSource("sections")
  void theCommandsOfASectionRun(String section) {
    commands.runSection(section);
  }
}
