package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On an object store, whose process is killed before each of its changes in turn. */
class PublicationTest {
  private static final String LAST = "_SUCCESS";
  private static final String HIDDEN = "._SUCCESS.last";
  private static final Map<String, String> NEW =
      Map.of("model.zip", "new", "checkpoints/a", "new", LAST, "");
  private static final Map<String, String> EARLIER =
      Map.of("model.zip", "old", "predictions/b", "old", LAST, "");

  @TempDir private Path directory;
  private Path target;
  private Path temporary;

  @AfterEach
  void letLive() {
    ObjectStore.killAfter(Integer.MAX_VALUE);
  }

  private void begin(boolean replacing) throws IOException {
    target = directory.resolve("run");
    temporary = directory.resolve(".run.unfinished");
    FileUtils.cleanDirectory(directory.toFile());
    write(temporary, NEW);
    if (replacing) {
      write(target, EARLIER);
    }
  }

  private static void write(Path in, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> each : files.entrySet()) {
      Files.createDirectories(in.resolve(each.getKey()).getParent());
      Files.writeString(in.resolve(each.getKey()), each.getValue());
    }
  }

  /** The files below a place, nothing where nothing is. */
  private static Map<String, String> read(Path place) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.exists(place)) {
      try (Stream<Path> all = Files.walk(place)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files.put(place.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return files;
  }

  private static Publication publication(Path temporary, Path target) {
    return new Publication(location(temporary), location(target), LAST);
  }

  private static Location location(Path path) {
    return Location.of("objects://" + path, ObjectStore.configuration());
  }

  private static Publication onDisk(Path temporary, Path target) {
    Configuration hadoop = new Configuration(false);
    return new Publication(
        Location.of(temporary.toString(), hadoop), Location.of(target.toString(), hadoop), LAST);
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Returns whether the work was done before that many changes. */
  private static boolean isDone(int changes, Work work) throws IOException {
    ObjectStore.killAfter(changes);
    try {
      work.run();
      return true;
    } catch (ObjectStore.Killed e) {
      return false;
    } finally {
      ObjectStore.killAfter(Integer.MAX_VALUE);
    }
  }

  private void assertNothingHalfLooksFinished() throws IOException {
    if (Files.exists(target.resolve(LAST))) {
      Map<String, String> files = read(target);
      files.remove(HIDDEN); // It has both for a moment.
      assertThat(files).isIn(NEW, EARLIER);
    }
  }

  private void assertInOrder(boolean replacing) throws IOException {
    if (read(target).equals(NEW)) {
      assertThat(directory.toFile().list()).containsExactly("run");
    } else {
      assertThat(read(target)).isEqualTo(replacing ? EARLIER : Map.of());
      assertThat(read(temporary)).isEqualTo(NEW);
      assertThat(directory.toFile().list()).containsOnly(names(replacing));
    }
  }

  private static String[] names(boolean replacing) {
    return replacing ? new String[] {"run", ".run.unfinished"} : new String[] {".run.unfinished"};
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereverItIsCutOffNothingIsLostAndNothingHalfLooksFinished(boolean replacing)
      throws IOException {
    int cuts = 0;
    for (boolean done = false; !done; cuts++) {
      begin(replacing);
      int changes = cuts;
      done = isDone(changes, () -> publication(temporary, target).publish(replacing));
      assertNothingHalfLooksFinished();
      if (!read(target).equals(NEW) && !read(target).equals(replacing ? EARLIER : Map.of())) {
        assertThat(publication(temporary, target).wasCutOff()).as("%s changes", cuts).isTrue();
      }
      if (done) {
        assertThat(read(target)).isEqualTo(NEW);
      }
      // And so is what puts it in order.
      Path crash = directory.resolveSibling(directory.getFileName() + "-crash");
      FileUtils.copyDirectory(directory.toFile(), crash.toFile());
      int again = 0;
      for (boolean restored = false; !restored; again++) {
        FileUtils.cleanDirectory(directory.toFile());
        FileUtils.copyDirectory(crash.toFile(), directory.toFile());
        restored = isDone(again, () -> publication(temporary, target).restore());
        assertNothingHalfLooksFinished();
        publication(temporary, target).restore();
        assertInOrder(replacing);
      }
      FileUtils.deleteDirectory(crash.toFile());
    }
    assertThat(cuts).isGreaterThan(replacing ? 12 : 7);
  }

  @Test
  void aDirectoryThatGetsItsNameIsKnownForThat() throws IOException {
    begin(false);
    assertThat(OutputDirectory.isUnderWay(location(target))).isFalse();
    assertThat(isDone(4, () -> publication(temporary, target).publish(false))).isFalse();
    assertThat(target).exists();
    assertThat(OutputDirectory.isUnderWay(location(target))).isTrue();
    publication(temporary, target).restore();
    assertThat(OutputDirectory.isUnderWay(location(target))).isFalse();
  }

  /** The process was killed before it deleted its note, and the run is elsewhere by now. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsNotOfAPublicationStaysWhereItIs(boolean disk) throws IOException {
    begin(false);
    FileUtils.deleteDirectory(temporary.toFile());
    Map<String, String> theirs = Map.of("thesis.tex", "mine", "model.zip", "mine");
    write(target, theirs);
    Files.createFile(directory.resolve(".run.publishing"));
    (disk ? onDisk(temporary, target) : publication(temporary, target)).restore();
    assertThat(read(target)).isEqualTo(theirs);
    assertThat(directory.toFile().list()).containsExactly("run");
  }

  /** A disk renames at once, so that a directory of that name is nobody's part. */
  @Test
  void whatHasTheNameStaysAndWhatIsAsideStaysAside() throws IOException {
    begin(false);
    Map<String, String> theirs = Map.of("thesis.tex", "mine", "model.zip", "mine");
    write(target, theirs);
    write(directory.resolve(".run.old"), EARLIER);
    Files.createFile(directory.resolve(".run.publishing"));
    onDisk(temporary, target).restore();
    assertThat(read(target)).isEqualTo(theirs);
    assertThat(read(temporary)).isEqualTo(NEW);

    write(directory.resolve(".run.old"), EARLIER);
    onDisk(temporary, target).restore();
    assertThat(read(target)).isEqualTo(theirs);
    assertThat(directory.toFile().list())
        .hasSize(4)
        .contains("run", ".run.unfinished")
        .allMatch(name -> !name.equals(".run.old") && !name.equals(".run.publishing"));
    for (String name : directory.toFile().list()) {
      if (name.startsWith(".run.old-")) {
        assertThat(read(directory.resolve(name))).isEqualTo(EARLIER);
      }
    }
  }

  @Test
  void aRenameThatWasCutOffInsideAnothersDirectoryIsTakenBack() throws IOException {
    begin(false);
    Map<String, String> theirs = Map.of("thesis.tex", "mine");
    write(target, theirs);
    Files.move(temporary, target.resolve(".run.unfinished"));
    Files.createFile(directory.resolve(".run.publishing"));
    onDisk(temporary, target).restore();
    assertThat(read(target)).isEqualTo(theirs);
    assertThat(read(temporary)).isEqualTo(NEW);
  }

  @Test
  void whatCameMeanwhileStays() throws IOException {
    begin(true);
    assertThatThrownBy(() -> publication(temporary, target).publish(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("appeared");
    assertThat(read(target)).isEqualTo(EARLIER);
    assertThat(read(temporary)).isEqualTo(NEW);
  }
}
