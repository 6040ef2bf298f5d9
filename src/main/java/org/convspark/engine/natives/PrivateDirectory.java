package org.convspark.engine.natives;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/** A directory in which no other user of the machine can put a file or a link. */
final class PrivateDirectory {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwx------");

  private PrivateDirectory() {}

  /**
   * Returns the directory, which is made with mode 700 where it is missing; empty where it can't be
   * used: it can't be made or written, is a link, belongs to somebody else, or others may enter it.
   */
  static Optional<Path> at(Path directory) {
    try {
      Files.createDirectories(directory.getParent());
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        createOnce(directory);
      }
      return isPrivate(directory) ? Optional.of(directory) : Optional.empty();
    } catch (IOException | SecurityException e) {
      return Optional.empty();
    }
  }

  private static void createOnce(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, mode(directory));
    } catch (FileAlreadyExistsException e) {
      // By another JVM just now, or by somebody else: it is looked at next.
    }
  }

  private static FileAttribute<?>[] mode(Path directory) {
    return isPosix(directory)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MODE)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static boolean isPrivate(Path directory) throws IOException {
    UserPrincipal me = writer(directory);
    if (!isPosix(directory)) {
      return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    }
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return found.isDirectory() && found.owner().equals(me) && found.permissions().equals(MODE);
  }

  /** Returns who owns what this JVM writes there: a name of the user isn't always known. */
  private static UserPrincipal writer(Path directory) throws IOException {
    Path probe = Files.createTempFile(directory, ".writable", null);
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /** Returns a new directory that goes when this JVM ends in good order. */
  static Path temporary(String prefix) throws IOException {
    Path directory = Files.createTempDirectory(prefix);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
    return directory;
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException e) {
      // What is left of a temporary directory is the system's to clear.
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
