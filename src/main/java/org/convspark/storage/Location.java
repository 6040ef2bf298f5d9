package org.convspark.storage;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
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
   * what the driver meant, and a driver in the cluster what the user meant. Errors name the whole
   * URI.
   *
   * @throws InputException if it isn't a URI of a file system that Hadoop knows, or is a local name
   *     that this JVM can't write
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

  /**
   * Returns the location of a file or directory that is to be written.
   *
   * @param uri as the user wrote it
   * @throws InputException as {@link #of} does, and for what is hardly meant as a name
   */
  public static Location output(String uri, Configuration hadoop) {
    Expectation expectation = Expectation.output(uri);
    Location location = of(uri, hadoop, expectation);
    OutputSpelling.check(uri, LiteralPath.of(uri, hadoop));
    return location;
  }

  private static Location of(
      String uri, Configuration hadoop, Optional<Expectation> later, Expectation now) {
    try {
      Path given = LiteralPath.of(uri, hadoop);
      FileSystem fileSystem = given.getFileSystem(hadoop);
      if (!given.isAbsolute() && isLocal(fileSystem) && Submission.isElsewhere(hadoop)) {
        given = new Path(null, null, Submission.absolute(uri, hadoop));
      }
      Path path = fileSystem.makeQualified(given);
      if (isLocal(fileSystem)) {
        NameEncoding.requireWritable(path.toUri().getPath());
      }
      return new Location(fileSystem, path, later);
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      // A class on the class path may lack its library, or the library its settings.
      throw FileSystemErrors.of(now, uri, e);
    }
  }

  /**
   * Returns whether it is on a disk of the machine that asks, rather than on one that all share.
   */
  public boolean isLocal() {
    return isLocal(fileSystem);
  }

  private static boolean isLocal(FileSystem fileSystem) {
    return "file".equals(fileSystem.getUri().getScheme());
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
    } catch (InputException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(e);
    } catch (FSError e) {
      throw unusable(new IOException(Reason.ofRoot(e), e));
    } catch (RuntimeException e) {
      // HDFS has no names with a colon in them, a disk none that its character set lacks; other
      // file systems can't do everything, and say so in exceptions of their own.
      throw unusable(e);
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
    requireNoDevice("a file", "copy what it gives to a file");
    return attempt(
        () -> {
          try {
            return fileSystem().open(path);
          } catch (FileNotFoundException e) {
            throw isDirectory() ? new IOException("a directory", e) : e;
          }
        });
  }

  /**
   * Refuses a pipe, a terminal or another device: to open one may wait for ever, and what it gives
   * can be read once only.
   */
  void requireNoDevice(String expected, String remedy) {
    if ("file".equals(path.toUri().getScheme()) && isDevice(new File(path.toUri().getPath()))) {
      throw new InputException(toString(), "a pipe or a device", expected, remedy);
    }
  }

  private static boolean isDevice(File file) {
    return file.exists() && !file.isFile() && !file.isDirectory();
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
    return attempt(
        () -> {
          try (InputStream in = open()) {
            byte[] content = in.readNBytes(bytes + 1);
            return content.length > bytes ? Optional.empty() : Optional.of(content);
          }
        });
  }

  /** Returns the SHA-256 of the content, in lower-case hex. */
  public String sha256() {
    return attempt(
        () -> {
          try (InputStream in = open()) {
            Sha256 digest = new Sha256();
            in.transferTo(digest.over(OutputStream.nullOutputStream()));
            return digest.hex();
          }
        });
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
    attempt(
        () -> {
          try (OutputStream out = create()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
          }
          return null;
        });
  }

  /**
   * Writes a small file in UTF-8 if it isn't there.
   *
   * @return false if there was one
   * @throws IOException if it can't be written; nothing is left of it then
   */
  public boolean writeNew(String text) throws IOException {
    return NewFile.write(fileSystem(), path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns whether of several processes that call {@link #writeNew} only one gets true. */
  public boolean hasOneCreator() {
    return NewFile.hasOneCreator(path);
  }

  /** Deletes it, a directory with everything in it; does nothing if it isn't there. */
  public void delete() {
    attempt(
        () -> {
          if (!fileSystem().delete(path, true) && fileSystem().exists(path)) {
            throw new IOException("something that can't be deleted");
          }
          return null;
        });
  }

  /**
   * Writes behind the end of a file that is there.
   *
   * @param length what it is to have; one of another length was changed or cut by somebody
   * @return false where that is so, the file system can't do it or fails: the file is to be written
   *     anew then
   */
  public boolean append(byte[] piece, long length) {
    FileSystem fs = Checksums.raw(fileSystem);
    try {
      if (!fs.hasPathCapability(path, CommonPathCapabilities.FS_APPEND)
          || fs.getFileStatus(path).getLen() != length) {
        return false;
      }
      try (OutputStream out = fs.append(path)) {
        out.write(piece);
      }
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Gives a file another name on the same file system, in place of an earlier one there. */
  public void moveTo(Location other) {
    other.delete();
    attempt(
        () -> {
          if (!fileSystem().rename(path, other.path)) {
            throw new IOException("something that can't be renamed to " + other.name());
          }
          return null;
        });
  }

  /** Returns the error that says what an I/O error here means to the user. */
  public InputException unusable(IOException e) {
    return AccessErrors.of(this, expectation, e);
  }

  InputException unusable(RuntimeException e) {
    boolean unsupported = e instanceof UnsupportedOperationException;
    return unusable(
        new IOException(unsupported ? "a file system that can't do this" : Reason.of(e), e));
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
