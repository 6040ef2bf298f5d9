package org.convspark.cluster;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** A NameNode and DataNodes on 127.0.0.1, in one other JVM. */
final class MiniHdfs implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Process server;
  private final Path log;
  private final BufferedWriter commands;
  private URI uri;
  private DistributedFileSystem fileSystem;

  private MiniHdfs(Process server, Path log) {
    this.server = server;
    this.log = log;
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(server.getOutputStream(), StandardCharsets.UTF_8));
  }

  static MiniHdfs start(Path directory, int dataNodes) {
    try {
      Files.createDirectories(directory);
      Path log = directory.resolve("hdfs.log");
      Process server =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-Djava.net.preferIPv4Stack=true",
                  "-classpath",
                  System.getProperty("java.class.path"),
                  MiniHdfsServer.class.getName(),
                  directory.resolve("data").toString(),
                  Integer.toString(dataNodes))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      MiniHdfs hdfs = new MiniHdfs(server, log);
      try {
        hdfs.connect();
        return hdfs;
      } catch (IOException | RuntimeException | Error e) {
        hdfs.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() throws IOException {
    uri = URI.create(awaitLine(MiniHdfsServer.READY));
    Configuration conf = new Configuration();
    conf.setBoolean("fs.hdfs.impl.disable.cache", true);
    fileSystem = (DistributedFileSystem) FileSystem.get(uri, conf);
  }

  private String awaitLine(String start) {
    Await.until(
        "line '" + start + "'",
        LIMIT,
        () -> {
          if (!server.isAlive()) {
            throw new AssertionError("HDFS died: " + log());
          }
          return log().lines().anyMatch(line -> line.startsWith(start));
        },
        this::log);
    return log()
        .lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length());
  }

  private String log() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A path on it as a URI. */
  String path(String path) {
    return uri + path;
  }

  /** As the superuser. */
  DistributedFileSystem fileSystem() {
    return fileSystem;
  }

  static org.apache.hadoop.fs.Path hadoopPath(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }

  /** The names of what is in a directory, hidden ones too. */
  List<String> list(String directory) throws IOException {
    return Stream.of(fileSystem.listStatus(hadoopPath(directory)))
        .map(FileStatus::getPath)
        .map(org.apache.hadoop.fs.Path::getName)
        .sorted()
        .toList();
  }

  /** Stops a DataNode without warning to its clients; those after it move up by one. */
  void stopDataNode(int index) throws IOException {
    commands.write("stop " + index + "\n");
    commands.flush();
    awaitLine("DONE stop " + index);
  }

  @Override
  public void close() {
    try {
      if (fileSystem != null) {
        fileSystem.close();
      }
      commands.close();
      if (!server.waitFor(20, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (IOException | InterruptedException e) {
      server.destroyForcibly();
    }
  }
}
