package org.convspark.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A small file that is made only if it isn't there. */
final class NewFile {
  private static final String LOCAL = "file";

  /** Elsewhere two processes may both find that it isn't there, and both write it. */
  private static final Set<String> ONE_CREATOR = Set.of(LOCAL, "hdfs");

  private NewFile() {}

  static boolean hasOneCreator(Path file) {
    return ONE_CREATOR.contains(file.toUri().getScheme());
  }

  /**
   * Writes the file, in a directory that is there.
   *
   * @return false if there was one
   * @throws IOException if it can't be written; nothing is left of it then
   */
  static boolean write(FileSystem fs, Path file, byte[] content) throws IOException {
    OutputStream out;
    try {
      out = create(fs, file);
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      // HDFS has an error of its own for a file that another process is just writing.
      if (fs.exists(file)) {
        return false;
      }
      throw e;
    }
    try (out) {
      out.write(content);
    } catch (IOException e) {
      fs.delete(file, false);
      throw e;
    }
    return true;
  }

  /** Hadoop's local file system looks first and creates then. */
  private static OutputStream create(FileSystem fs, Path file) throws IOException {
    return LOCAL.equals(file.toUri().getScheme())
        ? Files.newOutputStream(
            java.nio.file.Path.of(file.toUri().getPath()),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)
        : fs.create(file, false);
  }
}
