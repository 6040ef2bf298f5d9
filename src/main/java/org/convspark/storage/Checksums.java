package org.convspark.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.convspark.config.InputException;

/**
 * The {@code .NAME.crc} files that Hadoop puts beside every file on a local disk. Other programs
 * know nothing of them: who replaces a file leaves a checksum behind that isn't the new one's. So
 * none are written; those that are there are heeded.
 */
public final class Checksums {
  private static final Pattern MESSAGE =
      Pattern.compile("(?<= |^)(file:/*)?(?<path>/.+)(?= at \\d+)", Pattern.DOTALL);

  private Checksums() {}

  /**
   * Creates a file, and the directories above it, without a checksum beside it.
   *
   * @return a stream that fails with an IOException alone, even where the disk is full
   * @throws IOException if it can't be created; an earlier file is an error unless overwritten
   */
  static OutputStream create(FileSystem fs, Path file, boolean overwrite) throws IOException {
    if (!(fs instanceof ChecksumFileSystem local)) {
      OutputStream out = fs.create(file, overwrite);
      return fs instanceof RawLocalFileSystem ? new PlainErrors(out) : out;
    }
    OutputStream out = local.getRawFileSystem().create(file, overwrite);
    local.getRawFileSystem().delete(local.getChecksumFile(file), false);
    return new PlainErrors(out);
  }

  /** Hadoop's local file system makes an Error, which ends threads, of what a disk refuses. */
  private static final class PlainErrors extends FilterOutputStream {
    PlainErrors(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      attempt(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      attempt(out::flush);
    }

    @Override
    public void close() throws IOException {
      attempt(super::close);
    }

    private interface Access {
      void run() throws IOException;
    }

    private static void attempt(Access access) throws IOException {
      try {
        access.run();
      } catch (FSError e) {
        throw new IOException(Reason.ofRoot(e), e);
      }
    }
  }

  /**
   * Returns the file system for a path: on a local disk without checksums where the name has a
   * colon, which Hadoop's name for a checksum, made of a string, can't have.
   */
  static FileSystem without(FileSystem fs, Path file) {
    return fs instanceof ChecksumFileSystem local && isColonInName(file.getName())
        ? local.getRawFileSystem()
        : fs;
  }

  /**
   * Returns Hadoop's settings for reading files as {@link #without} does; none where no name needs
   * them.
   */
  public static Map<String, String> settingsFor(List<String> files) {
    return files.stream().anyMatch(Checksums::isColonInName)
        ? Map.of(
            "fs.file.impl",
            RawLocalFileSystem.class.getName(),
            "fs.file.impl.disable.cache",
            "true")
        : Map.of();
  }

  /** Returns the file system that a local one with checksums lies over; any other as it is. */
  static FileSystem raw(FileSystem fs) {
    return fs instanceof ChecksumFileSystem local ? local.getRawFileSystem() : fs;
  }

  private static boolean isColonInName(String path) {
    return path.indexOf(':', path.lastIndexOf('/') + 1) >= 0;
  }

  /** Deletes the checksums in and below a directory: Spark's executors write them. */
  static void removeBelow(FileSystem fs, Path directory) throws IOException {
    FileSystem raw = raw(fs);
    if (!(raw instanceof RawLocalFileSystem)) {
      return;
    }
    Deque<Path> directories = new ArrayDeque<>();
    directories.add(directory);
    while (!directories.isEmpty()) {
      for (FileStatus each : raw.listStatus(directories.remove())) {
        if (each.isDirectory()) {
          directories.add(each.getPath());
        } else if (ChecksumFileSystem.isChecksumFile(each.getPath())) {
          raw.delete(each.getPath(), false);
        }
      }
    }
  }

  /**
   * Returns the error of a file that its checksum doesn't fit.
   *
   * @param where what errors call the file
   */
  static InputException mismatch(String where, Path file, Throwable e) {
    String crc = "." + file.getName() + ".crc";
    Path beside = file.getParent() == null ? file : LiteralPath.child(file.getParent(), crc);
    String path = beside.toUri().getPath();
    return new InputException(
        where,
        "data that don't fit the checksum in " + crc + " beside it",
        "a file as it was written with that checksum",
        "delete " + path + " if the file was replaced, else get the file anew",
        e);
  }

  /** Returns the error of such a file where only the exception's message says which it is. */
  public static InputException mismatch(String where, ChecksumException e) {
    Matcher message = MESSAGE.matcher(String.valueOf(e.getMessage()));
    return message.find()
        ? mismatch(message.group(), new Path("file", null, message.group("path")), e)
        : new InputException(
            where,
            "a file that doesn't fit the checksum beside it",
            "a file as it was written with that checksum",
            "delete the .crc file beside it if the file was replaced, else get the file anew",
            e);
  }
}
