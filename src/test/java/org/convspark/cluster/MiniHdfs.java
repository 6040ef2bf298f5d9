package org.convspark.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** A NameNode and DataNodes on 127.0.0.1, in one other JVM. */
final class MiniHdfs implements AutoCloseable {
  private final JavaServer server;
  private final URI uri;
  private final DistributedFileSystem fileSystem;

  private MiniHdfs(JavaServer server) throws IOException {
    this.server = server;
    this.uri = URI.create(server.awaitLine(MiniHdfsServer.READY));
    Configuration conf = new Configuration();
    conf.setBoolean("fs.hdfs.impl.disable.cache", true);
    this.fileSystem = (DistributedFileSystem) FileSystem.get(uri, conf);
  }

  static MiniHdfs start(Path directory, int dataNodes) {
    JavaServer server =
        JavaServer.start(
            directory,
            MiniHdfsServer.class,
            directory.resolve("data").toString(),
            Integer.toString(dataNodes));
    try {
      return new MiniHdfs(server);
    } catch (IOException e) {
      server.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  /** Hadoop's configuration with this as the file system of paths that name none. */
  void configure(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(
          directory.resolve("core-site.xml"),
          "<configuration><property><name>fs.defaultFS</name><value>"
              + uri
              + "</value></property></configuration>");
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

  /** The SHA-256 of a run's model, from its run.json. */
  String sha256(String run) throws IOException {
    try (InputStream json = fileSystem.open(hadoopPath(run + "/run.json"))) {
      return new ObjectMapper().readTree(json).get("model_sha256").asText();
    }
  }

  /** Stops a DataNode without warning to its clients; those after it move up by one. */
  void stopDataNode(int index) {
    server.send("stop " + index);
    server.awaitLine("DONE stop " + index);
  }

  @Override
  public void close() {
    try {
      fileSystem.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      server.close();
    }
  }
}
