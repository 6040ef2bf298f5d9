package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.bytedeco.javacpp.Pointer;
import org.convspark.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long use of one JVM: what it holds after a while is what it holds at the end. */
final class SoakIT {
  private static final int EPOCHS = 10_000;
  private static final int TRAININGS = 50;

  /** Trainings and epochs after which caches and pools have their size. */
  private static final int WARM_UP = 10;

  private static final int WARM_UP_EPOCHS = 3_000;

  /** A line of history for each of 7,000 epochs has 5 MB, as objects and as text. */
  private static final long HEAP = 40L << 20;

  /** What is used varies by tens of MB; a network that stays, 50 times, has more. */
  private static final long MEMORY = 250L << 20;

  /** Spark's pools let idle threads live for a minute. */
  private static final int THREADS = 30;

  private static final int DESCRIPTORS = 10;

  @TempDir private static Path directory;

  @BeforeAll
  static void startLocally() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.driver.host", "localhost");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
  }

  @AfterAll
  static void forgetSettings() {
    Stream.of("spark.master", "spark.driver.host", "spark.driver.bindAddress")
        .forEach(System::clearProperty);
  }

  /** What this JVM holds. */
  private record Held(
      long heap, long memory, int threads, long descriptors, Set<String> temporary) {

    static Held now() throws IOException {
      UnixOperatingSystemMXBean system =
          (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Held(
          liveHeap(),
          resident(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          system.getOpenFileDescriptorCount(),
          temporaryFiles());
    }

    /** Collects garbage; other measures count what a training drops meanwhile. */
    private static long liveHeap() {
      return column("Total", 2);
    }

    /** The allocator keeps what was freed, more of it where threads wait for a processor. */
    private static long resident() {
      liveHeap();
      diagnose("systemTrimNativeHeap");
      return Pointer.physicalBytes();
    }

    private static Set<String> temporaryFiles() throws IOException {
      try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        return files.map(Path::getFileName).map(Path::toString).collect(Collectors.toSet());
      }
    }

    /** Contexts in the heap, finished ones too. */
    static long contexts() {
      return column("org.apache.spark.SparkContext", 1);
    }

    /** Collects garbage, and returns a number of the line of what is alive that has a word. */
    private static long column(String word, int column) {
      String histogram = diagnose("gcClassHistogram", (Object) null);
      return histogram
          .lines()
          .map(line -> List.of(line.strip().split("\\s+")))
          .filter(row -> row.contains(word))
          .mapToLong(row -> Long.parseLong(row.get(column)))
          .sum();
    }

    /** Runs a command of jcmd; in a JVM that doesn't have it nothing. */
    private static String diagnose(String command, Object... parameters) {
      try {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        boolean known =
            Arrays.stream(server.getMBeanInfo(commands).getOperations())
                .anyMatch(operation -> operation.getName().equals(command));
        return known
            ? (String)
                server.invoke(
                    commands,
                    command,
                    parameters,
                    Collections.nCopies(parameters.length, String[].class.getName())
                        .toArray(String[]::new))
            : "";
      } catch (JMException e) {
        throw new AssertionError(e);
      }
    }

    void requireNoMoreThan(Held before) {
      assertThat(threads - before.threads)
          .as(() -> "threads: " + threadNames())
          .isLessThan(THREADS);
      assertThat(descriptors - before.descriptors).as("open files").isLessThan(DESCRIPTORS);
      Set<String> added = new TreeSet<>(temporary);
      added.removeAll(before.temporary);
      assertThat(added).as("temporary files").isEmpty();
    }

    /**
     * Waits until there is no more memory than before. On a busy machine Spark's listeners are
     * thousands of events behind, and what the garbage collector found is freed by a thread of its
     * own, in its own time.
     */
    static void awaitMemoryOf(Held before) {
      Await.until(
          "no more memory than before",
          Duration.ofMinutes(5),
          () -> liveHeap() - before.heap < HEAP && resident() - before.memory < MEMORY,
          () -> liveHeap() + " bytes, " + resident() + " resident, after " + before);
    }

    private static String threadNames() {
      return Thread.getAllStackTraces().keySet().stream()
          .map(Thread::getName)
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  @Test
  void fiftyTrainingsHoldWhatTenHeld() throws Exception {
    Held before = null;
    for (int i = 0; i < TRAININGS; i++) {
      if (i == WARM_UP) {
        before = Held.now();
      }
      assertThat(train("training-" + i, 2)).isEqualTo(Main.DONE);
    }

    // Spark itself holds the last. Threads of its pools live for a minute after their last task,
    // and may hold their context.
    Await.until(
        "end of finished contexts",
        Duration.ofMinutes(5),
        () -> Held.contexts() <= 2,
        () -> Held.contexts() + " contexts");
    Held.now().requireNoMoreThan(before);
    Held.awaitMemoryOf(before);
  }

  @Test
  void tenThousandEpochsHoldWhatThreeThousandHeld() throws Exception {
    CompletableFuture<Integer> training =
        CompletableFuture.supplyAsync(() -> train("epochs", EPOCHS));
    await(training, WARM_UP_EPOCHS);
    Held before = Held.now();
    await(training, EPOCHS - 1_000);
    Held after = Held.now();
    Held.awaitMemoryOf(before);
    assertThat(training).as("looked at while it runs").isNotDone();

    assertThat(training.join()).isEqualTo(Main.DONE);
    after.requireNoMoreThan(before);
    assertThat(directory.resolve("epochs/history.jsonl")).content().hasLineCount(EPOCHS);
  }

  private static int train(String out, int epochs) {
    return Main.run(
        "train",
        "--data=synthetic:64",
        "--network=lenet-1",
        // There is to be something left to learn, or an epoch that changes nothing is an error.
        "--schedule=constant",
        "--label-smoothing=0.1",
        "--workers=2",
        "--epochs=" + epochs,
        "--set=checkpoint.epochs=100",
        "--out=" + directory.resolve(out));
  }

  private static void await(CompletableFuture<Integer> training, int epochs) {
    Path history = directory.resolve(".epochs.unfinished/history.jsonl");
    Await.until(
        epochs + " epochs",
        Duration.ofMinutes(40),
        () -> training.isDone() || lines(history) >= epochs,
        () -> lines(history) + " epochs in " + Arrays.toString(directory.toFile().list()));
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException | UncheckedIOException e) {
      // It isn't there yet, or is being written anew.
      return 0;
    }
  }
}
