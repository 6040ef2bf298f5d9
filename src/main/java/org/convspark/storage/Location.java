package org.convspark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;
import org.convspark.storage.FoundFiles.FoundFile;

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
      Path given = LiteralPath.of(uri, hadoop);
      FileSystem fileSystem = given.getFileSystem(hadoop);
      return new Location(fileSystem, fileSystem.makeQualified(given), later);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(now.where(), Reason.of(e), now.expected(), now.remedy(), e);
    }
  }

  public Location child(String name) {
    return new Location(
        fileSystem, LiteralPath.child(path, name), expectation.map(each -> each.child(name)));
  }

  /** Returns a place on the same file system. */
  public Location at(String uri) {
    return new Location(
        fileSystem,
        LiteralPath.of(uri, fileSystem.getConf()),
        expectation.map(each -> each.named(uri)));
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

  /** Returns whether it is another location or below it, by whatever links on a local disk. */
  public boolean isWithin(Location other) {
    return Overlap.isWithin(this, other);
  }

  /** Returns the whole URI, with its scheme, for Spark; {@link #of} takes it, too. */
  public String uri() {
    return path.toString();
  }

  /** Returns the path for libraries that take Hadoop's. */
  public Path path() {
    return path;
  }

  /** Returns the file system, which takes this location for a file as well as for a directory. */
  FileSystem fileSystem() {
    return Checksums.without(fileSystem, path);
  }

  private interface Access<T> {
    T run() throws IOException;
  }

  private <T> T attempt(Access<T> access) {
    try {
      return access.run();
    } catch (IOException e) {
      throw unusable(e);
    } catch (IllegalArgumentException e) {
      // HDFS has no names with a colon in them, a disk none that its character set lacks.
      throw unusable(new IOException(Reason.of(e), e));
    }
  }

  private Optional<FileStatus> status() {
    return attempt(
        () -> {
          try {
            return Optional.of(fileSystem.getFileStatus(path));
          } catch (FileNotFoundException e) {
            return Optional.empty();
          }
        });
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

  /** Lists what is in this directory, hidden or not, in the order of the names. */
  public List<Location> list() {
    return attempt(() -> Stream.of(fileSystem.listStatus(path)))
        .map(each -> each.getPath().getName())
        .sorted()
        .map(this::child)
        .toList();
  }

  /**
   * Finds all files in and below this directory, or the file that it is. Hidden ones and what
   * systems leave behind are left out, though this directory's own name may be such a one.
   *
   * @throws InputException if it, or a directory below it, isn't there or can't be read
   */
  public FoundFiles files() {
    return attempt(
        () -> {
          FileStatus status = fileSystem.getFileStatus(path);
          return status.isDirectory()
              ? DirectoryWalk.through(fileSystem, path)
              : new FoundFiles(List.of(new FoundFile(uri(), status.getLen())), List.of());
        });
  }

  /** Opens the file. Reading may fail with an IOException, which {@link #unusable} explains. */
  public FSDataInputStream open() {
    return attempt(() -> fileSystem().open(path));
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
    return Checksums.create(fileSystem(), path, true);
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
    attempt(() -> fileSystem().delete(path, true));
  }

  /** Returns the error that says what an I/O error here means to the user. */
  public InputException unusable(IOException e) {
    return AccessErrors.of(this, expectation, e);
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
