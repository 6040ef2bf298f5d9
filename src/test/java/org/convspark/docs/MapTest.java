package org.convspark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the map of the program names is there, and no package is left out. */
final class MapTest {
  private static final Path ROOT = Path.of("src/main/java/org/convspark");
  private static final Pattern NAME = Pattern.compile("\\{@code ([^}]+)}");

  private static List<String> names() throws IOException {
    String map = Files.readString(ROOT.resolve("package-info.java")).replaceAll("\n \\*", "");
    return NAME.matcher(map).results().map(name -> name.group(1).strip()).toList();
  }

  @Test
  void classesPackagesAndFilesThatItNamesExist() throws IOException {
    for (String name : names()) {
      if (name.contains("/")) {
        assertThat(Path.of(name)).exists();
      } else if (name.contains(".")) {
        Path place = ROOT.resolve(name.replace('.', '/'));
        assertThat(Files.isDirectory(place) || Files.exists(Path.of(place + ".java")))
            .as(name)
            .isTrue();
      }
    }
  }

  @Test
  void itNamesEveryPackage() throws IOException {
    try (Stream<Path> packages = Files.list(ROOT).filter(Files::isDirectory)) {
      assertThat(names()).containsAll(packages.map(each -> each.getFileName().toString()).toList());
    }
  }
}
