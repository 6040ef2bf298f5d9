package org.convspark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.TaskContext;
import org.convspark.config.InputException;

/**
 * A file or directory on the file system that its own URI names, never the default one. Whatever
 * fails there is an {@link InputException}: the path, its permissions or its contents are at fault.
 */
public final class Location {
  private final FileSystem fileSystem;
  private final Path path;

  private Location(FileSystem fileSystem, Path path) {
    this.fileSystem = fileSystem;
    this.path = path;
  }

  /** Relative paths are made absolute, so that executors read what the driver meant. */
  public static Location of(String uri, Configuration hadoop) {
    try {
      Path given = new Path(uri);
      FileSystem fileSystem = given.getFileSystem(hadoop);
      return new Location(fileSystem, fileSystem.makeQualified(given));
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "'" + uri + "'",
          reason(e),
          "a path or URI such as data/mnist or hdfs://host:8020/mnist",
          "check its spelling and the Hadoop configuration",
          e);
    }
  }

  public Location child(String name) {
    return new Location(fileSystem, new Path(path, name));
  }

  /** A path beside this one, or nothing for a root. */
  public Optional<Location> sibling(String name) {
    return Optional.ofNullable(path.getParent())
        .map(parent -> new Location(fileSystem, new Path(parent, name)));
  }

  public String name() {
    return path.getName();
  }

  public Optional<FileStatus> status() {
    try {
      return Optional.of(fileSystem.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  public boolean isDirectory() {
    return status().filter(FileStatus::isDirectory).isPresent();
  }

  public boolean isEmptyDirectory() {
    try {
      return isDirectory() && fileSystem.listStatus(path).length == 0;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** The URIs of all files in and below this directory, hidden ones excepted. */
  public List<String> files() {
    List<String> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(path, true);
      while (found.hasNext()) {
        Path file = found.next().getPath();
        if (!file.getName().startsWith(".") && !file.getName().startsWith("_")) {
          files.add(file.toString());
        }
      }
    } catch (IOException e) {
      throw unusable(e);
    }
    return files;
  }

  public FSDataInputStream open() {
    try {
      return fileSystem.open(path);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  public void write(String text) {
    try (OutputStream out = fileSystem.create(path, false)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Creates the directory, which is deleted when the JVM ends unless it was renamed by then. */
  public void createTemporary() {
    try {
      fileSystem.mkdirs(path);
      fileSystem.deleteOnExit(path);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  public void renameTo(Location target) {
    try {
      if (!fileSystem.rename(path, target.path)) {
        throw new IOException("renaming " + path + " was refused by the file system");
      }
      fileSystem.cancelDeleteOnExit(path);
    } catch (IOException e) {
      throw target.unusable(e);
    }
  }

  public void delete() {
    try {
      fileSystem.delete(path, true);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** What an I/O error here means to the user. */
  public InputException unusable(IOException e) {
    if (denied(e)) {
      return new InputException(
          toString(), "no permission", "access to it", "change its owner or mode", e);
    }
    if (e instanceof FileNotFoundException) {
      // A file that the driver saw and an executor doesn't is on a disk that they don't share.
      boolean executor = TaskContext.get() != null;
      return new InputException(
          toString(),
          executor ? "no such file on an executor" : "no such file",
          executor ? "one that every executor can read" : "a readable file",
          executor ? "put it on a shared file system such as hdfs://" : "check the path",
          e);
    }
    return new InputException(
        toString(), reason(e), "a usable path", "check the path and that its service runs", e);
  }

  private static boolean denied(IOException e) {
    return e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || (e.getMessage() != null && e.getMessage().contains("Permission denied"));
  }

  /** One line of text for an exception. */
  public static String reason(Throwable e) {
    String message =
        e.getMessage() == null ? "" : e.getMessage().strip().lines().findFirst().orElse("");
    return message.isEmpty() ? e.getClass().getSimpleName() : "'" + message + "'";
  }

  /** The whole URI, with its scheme. */
  @Override
  public String toString() {
    return path.toString();
  }
}
