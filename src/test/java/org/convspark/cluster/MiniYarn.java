package org.convspark.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A ResourceManager and NodeManagers on 127.0.0.1, in one other JVM; containers in others. */
final class MiniYarn implements AutoCloseable {
  private final JavaServer server;
  private final Path directory;

  private MiniYarn(JavaServer server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  /**
   * @param configuration the clients' HADOOP_CONF_DIR, to which its settings are added
   */
  static MiniYarn start(Path directory, Path configuration, int nodeManagers) {
    JavaServer server =
        JavaServer.start(
            directory,
            MiniYarnServer.class,
            configuration.toString(),
            Integer.toString(nodeManagers));
    try {
      server.awaitLine(MiniYarnServer.READY);
      return new MiniYarn(server, directory);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  /** What drivers and executors in its containers have written. */
  String containerLogs() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*/(stderr|stdout)")).sorted().toList()) {
        all.append("== ").append(file).append('\n').append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
