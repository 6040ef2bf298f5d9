package org.convspark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
 * A file or directory on the file system that its own URI names, never the default one. Where an
 * operation fails, it throws an {@link InputException}: the path, its permissions or its contents
 * are at fault.
 */
public final class Location {
  private final FileSystem fileSystem;
  private final Path path;
  private final Optional<Expectation> expectation;

  private Location(FileSystem fileSystem, Path path, Optional<Expectation> expectation) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.expectation = expectation;
  }

  /**
   * Returns the location of a path or URI. Relative paths are made absolute, so that executors read
   * what the driver meant. Errors name the whole URI.
   *
   * @throws InputException if it isn't a URI of a file system that Hadoop knows
   */
  public static Location of(String uri, Configuration hadoop) {
    return of(
        uri,
        hadoop,
        Optional.empty(),
        new Expectation(
            "'" + uri + "'",
            "a path or URI such as data/mnist or hdfs://host:8020/mnist",
            "check its spelling and the Hadoop configuration"));
  }

  /**
   * Returns the location of a path or URI.
   *
   * @param expectation what every error about it, or about what is in it, says besides the reason
   * @throws InputException if it isn't a URI of a file system that Hadoop knows
   */
  public static Location of(String uri, Configuration hadoop, Expectation expectation) {
    return of(uri, hadoop, Optional.of(expectation), expectation);
  }

  private static Location of(
      String uri, Configuration hadoop, Optional<Expectation> later, Expectation now) {
    try {
      // From a string: a path made of a URI keeps a trailing slash and then has no name.
      Path given = new Path(uri);
      FileSystem fileSystem = given.getFileSystem(hadoop);
      return new Location(fileSystem, fileSystem.makeQualified(given), later);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(now.where(), Reason.of(e), now.expected(), now.remedy(), e);
    }
  }

  public Location child(String name) {
    return new Location(
        fileSystem, new Path(path, name), expectation.map(each -> each.child(name)));
  }

  /** Returns the directory that it is in, or nothing for a root. */
  public Optional<Location> parent() {
    return Optional.ofNullable(path.getParent())
        .map(
            parent ->
                new Location(
                    fileSystem, parent, expectation.map(each -> each.named(parent.toString()))));
  }

  /** Returns a path beside this one, or nothing for a root. */
  public Optional<Location> sibling(String name) {
    return parent().map(parent -> parent.child(name));
  }

  /** Returns the last part of the path; empty for a root. */
  public String name() {
    return path.getName();
  }

  /** Returns the whole URI, with its scheme, for Spark. */
  public String uri() {
    return path.toString();
  }

  /** Returns the path for libraries that take Hadoop's. */
  public Path path() {
    return path;
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  private Optional<FileStatus> status() {
    try {
      return Optional.of(fileSystem.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  public boolean exists() {
    return status().isPresent();
  }

  public boolean isDirectory() {
    return status().filter(FileStatus::isDirectory).isPresent();
  }

  public boolean isEmptyDirectory() {
    return isDirectory() && list().isEmpty();
  }

  /** Returns the number of bytes of a file; 0 where there is none. */
  public long length() {
    return status().map(FileStatus::getLen).orElse(0L);
  }

  /** Lists what is in this directory, in no particular order. */
  public List<Location> list() {
    try {
      return Stream.of(fileSystem.listStatus(path))
          .map(each -> child(each.getPath().getName()))
          .toList();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Lists the URIs of all files in and below this directory, except hidden ones. */
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

  /** Opens the file. Reading may fail with an IOException, which {@link #unusable} explains. */
  public FSDataInputStream open() {
    try {
      return fileSystem.open(path);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Reads the whole content. */
  public byte[] read() {
    return readAtMost(Integer.MAX_VALUE - 1).orElseThrow();
  }

  /**
   * Reads the whole content of a file that others wrote.
   *
   * @param bytes the most that is read
   * @return the content, or nothing if it is longer than that
   */
  public Optional<byte[]> readAtMost(int bytes) {
    try (InputStream in = open()) {
      byte[] content = in.readNBytes(bytes + 1);
      return content.length > bytes ? Optional.empty() : Optional.of(content);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Returns the SHA-256 of the content, in lower-case hex. */
  public String sha256() {
    try (InputStream in = open()) {
      Sha256 digest = new Sha256();
      in.transferTo(digest.over(OutputStream.nullOutputStream()));
      return digest.hex();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Creates a new file in place of an earlier one, and the directories above it; the caller writes
   * and closes it. {@link OutputFile} is for files that nobody must see half written.
   *
   * @throws IOException if the file can't be created; {@link #unusable} explains it
   */
  public OutputStream create() throws IOException {
    return fileSystem.create(path, true);
  }

  /** Writes a small file in UTF-8, in place of an earlier one. */
  public void write(String text) {
    try (OutputStream out = create()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Deletes it, a directory with everything in it; does nothing if it isn't there. */
  public void delete() {
    try {
      fileSystem.delete(path, true);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Returns the error that says what an I/O error here means to the user. */
  public InputException unusable(IOException e) {
    boolean missing = e instanceof FileNotFoundException;
    if (expectation.isPresent()) {
      Expectation it = expectation.get();
      return new InputException(
          it.where(), missing ? "no such file" : Reason.of(e), it.expected(), it.remedy(), e);
    }
    if (denied(e)) {
      return new InputException(
          toString(), "no permission", "access to it", "change its owner or mode", e);
    }
    if (missing) {
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
        toString(), Reason.of(e), "a usable path", "check the path and that its service runs", e);
  }

  private static boolean denied(IOException e) {
    return e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || (e.getMessage() != null && e.getMessage().contains("Permission denied"));
  }

  /**
   * Returns what error messages call this location: as the user wrote it where that is known, else
   * the whole URI.
   */
  @Override
  public String toString() {
    return expectation.map(Expectation::where).orElseGet(this::uri);
  }
}
