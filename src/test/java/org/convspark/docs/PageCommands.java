package org.convspark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.convspark.config.Build;
import org.convspark.submit.TestedBuild;

/**
 * Runs the commands of the pages as they stand, in a directory that has the project's submit/ and
 * conf/, the build that is tested as target/, a small dataset as data/mnist and data/mine, and
 * pictures as photos.
 */
public final class PageCommands implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final List<String> LINKS = List.of("submit", "conf", "target");
  private static final int TRAIN = 600;
  private static final int TEST = 100;
  private static final int SIDE = 28;

  private final Path directory;
  private final Map<String, String> environment = new TreeMap<>();
  private final Map<String, String> replaced = new TreeMap<>();

  public PageCommands(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      for (String name : LINKS) {
        Path real =
            name.equals("target") ? TestedBuild.directory() : Path.of(name).toAbsolutePath();
        Files.createSymbolicLink(directory.resolve(name), real);
      }
      for (String name : List.of("data/mnist", "data/mine")) {
        Path data = Files.createDirectories(directory.resolve(name));
        Files.write(data.resolve("train-images-idx3-ubyte"), images(TRAIN));
        Files.write(data.resolve("train-labels-idx1-ubyte"), labels(TRAIN));
        Files.write(data.resolve("t10k-images-idx3-ubyte"), images(TEST));
        Files.write(data.resolve("t10k-labels-idx1-ubyte"), labels(TEST));
      }
      photograph(Files.createDirectories(directory.resolve("photos")).resolve("one.png"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment("SPARK_HOME", TestedBuild.sparkHome().toString());
    environment("SPARK_LOCAL_IP", "127.0.0.1");
    environment("CONVSPARK_CLUSTER_DIR", directory.resolve("cluster").toString());
    // The pages name the default's.
    replace(
        "convspark_2.13-" + Build.CURRENT.version() + "-spark4.2-job.jar",
        TestedBuild.jobJar().getFileName().toString());
  }

  public PageCommands environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What another machine calls otherwise, such as a host. */
  public PageCommands replace(String text, String by) {
    replaced.put(text, by);
    return this;
  }

  /** Runs the sections of a test, in order, to the end or to the first command that fails. */
  public void runAll(RunBy test) {
    test.sections().forEach(this::runSection);
  }

  void runSection(String link) {
    run(String.join("\n", RunBy.runnable().get(link)));
  }

  /** Runs lines of a shell, and gives what they printed. */
  public String run(String lines) {
    String script = "set -e\n" + lines;
    for (Map.Entry<String, String> entry : replaced.entrySet()) {
      script = script.replace(entry.getKey(), entry.getValue());
    }
    try {
      Path output = Files.createTempFile(directory, "commands", ".out");
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-c", script)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeAll(List.of("SPARK_CONF_DIR", "MASTER"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String printed = Files.readString(output);
      assertThat(ended && process.exitValue() == 0).as(script + "\n" + printed).isTrue();
      return printed;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops the cluster that they started, if there is one, and unlinks the project. */
  @Override
  public void close() {
    run("submit/cluster.sh stop");
    try {
      for (String name : LINKS) {
        Files.delete(directory.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A black bar on white. */
  private static void photograph(Path file) throws IOException {
    BufferedImage picture = new BufferedImage(2 * SIDE, 2 * SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 2 * SIDE, 2 * SIDE);
    pen.setColor(Color.BLACK);
    pen.fillRect(SIDE - 2, SIDE / 2, 4, SIDE);
    pen.dispose();
    ImageIO.write(picture, "png", file.toFile());
  }

  /** A bar for each class, at a height of its own. */
  private static byte[] images(int count) {
    ByteBuffer out = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    out.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    for (int id = 0; id < count; id++) {
      for (int p = 0; p < SIDE * SIDE; p++) {
        int row = p / SIDE;
        out.put((byte) (row / 2 == id % 10 + 2 ? 200 + id % 50 : 0));
      }
    }
    return out.array();
  }

  private static byte[] labels(int count) {
    ByteBuffer out = ByteBuffer.allocate(8 + count);
    out.putInt(0x801).putInt(count);
    for (int id = 0; id < count; id++) {
      out.put((byte) (id % 10));
    }
    return out.array();
  }
}
