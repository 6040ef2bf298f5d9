package org.convspark.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system whose rename copies and deletes file by file, {@code _SUCCESS} and {@code
 * dataset.json} first, as an object store's may; its process may end before any of its changes.
 */
public final class ObjectStore extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("objects:///");

  private static int changesLeft = Integer.MAX_VALUE;

  /** What ends a process: nothing catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Returns Hadoop's settings that know it as {@code objects:}. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.objects.impl", ObjectStore.class, RawLocalFileSystem.class);
    hadoop.setBoolean("fs.objects.impl.disable.cache", true);
    return hadoop;
  }

  /** Lets the process end after so many changes. */
  static void killAfter(int changes) {
    changesLeft = changes;
  }

  private static void change() {
    if (changesLeft-- <= 0) {
      throw new Killed();
    }
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return "objects";
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change();
    return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    java.nio.file.Path source = pathToFile(from).toPath();
    java.nio.file.Path goal = pathToFile(to).toPath();
    if (Files.isDirectory(goal)) {
      goal = goal.resolve(source.getFileName());
    }
    if (Files.isRegularFile(goal)) {
      return false;
    }
    for (java.nio.file.Path file : files(source)) {
      change();
      java.nio.file.Path moved = goal.resolve(source.relativize(file).toString());
      Files.createDirectories(moved.getParent());
      Files.copy(file, source.equals(file) ? goal : moved);
      change();
      Files.delete(file);
    }
    return super.delete(from, true) || !Files.exists(source);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    for (java.nio.file.Path file : files(pathToFile(path).toPath())) {
      change();
      Files.delete(file);
    }
    return super.delete(path, recursive);
  }

  private static List<java.nio.file.Path> files(java.nio.file.Path below) {
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<java.nio.file.Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile)
          .sorted(
              Comparator.comparing(
                      (java.nio.file.Path file) ->
                          !file.endsWith("_SUCCESS") && !file.endsWith("dataset.json"))
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
