package org.convspark.engine.natives;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Sees that the libraries in JavaCPP's cache are the bytes of the jar's entries, by CRC-32, and
 * deletes those that aren't, so that they are unpacked anew: after a power failure a file may have
 * its size and date and not its content, which crashes the JVM. The directory is nobody else's; a
 * checksum is enough.
 *
 * <p>Reading all of them takes 0.2 s or so. It is done once: what was found right, with size, times
 * and checksum, is noted beside them.
 */
final class CachedLibraries {
  static final String NOTED = ".checked";

  /** JavaCPP's own, held while it unpacks. */
  private static final String LOCK = ".lock";

  private static final int BUFFER_BYTES = 1 << 16;

  private CachedLibraries() {}

  /**
   * Checks all files that JavaCPP has unpacked from jars that the loader has now.
   *
   * @param cache JavaCPP's cache: {@code NAME_OF_JAR/PATH_IN_JAR}
   */
  static void check(Path cache, ClassLoader loader) throws IOException {
    Path noted = cache.resolve(NOTED);
    Set<String> known = new LinkedHashSet<>();
    if (Files.isRegularFile(noted, LinkOption.NOFOLLOW_LINKS)) {
      known.addAll(Files.readAllLines(noted));
    }
    Set<String> found = new LinkedHashSet<>();
    for (Path file : files(cache)) {
      try {
        Path name = cache.relativize(file);
        OptionalLong packed = checksum(name, loader);
        if (packed.isPresent()) {
          String line = line(name, file, packed.getAsLong());
          if (known.contains(line) || isRight(cache, file, packed.getAsLong())) {
            found.add(line);
          }
        }
      } catch (NoSuchFileException e) {
        // Another JVM has found it wrong.
      }
    }
    if (!known.containsAll(found)) {
      Path next = Files.createTempFile(cache, NOTED, null);
      Files.write(next, found);
      Files.move(next, noted, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static List<Path> files(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> cache.relativize(file).getNameCount() > 1)
          .sorted()
          .toList();
    }
  }

  /** Returns the CRC-32 of the jar's entry; empty where there is no such jar now. */
  private static OptionalLong checksum(Path name, ClassLoader loader) throws IOException {
    List<String> parts = new ArrayList<>();
    name.subpath(1, name.getNameCount()).forEach(part -> parts.add(part.toString()));
    URL url = loader.getResource(String.join("/", parts));
    if (url != null
        && url.openConnection() instanceof JarURLConnection entry
        && entry.getJarFileURL().getPath().endsWith("/" + name.getName(0))) {
      return OptionalLong.of(entry.getJarEntry().getCrc());
    }
    return OptionalLong.empty();
  }

  /** Whoever changes a file changes its ctime. */
  private static String line(Path name, Path file, long checksum) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    Map<String, Object> attributes =
        Files.readAttributes(
            file, unix ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime");
    return new TreeMap<>(attributes).values() + " " + checksum + " " + name;
  }

  private static boolean isRight(Path cache, Path file, long checksum) throws IOException {
    if (checksum == read(file)) {
      return true;
    }
    try (FileChannel locked =
            FileChannel.open(
                cache.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = locked.lock()) {
      // Another JVM may have been about to write it.
      boolean right = lock.isValid() && Files.exists(file) && checksum == read(file);
      if (!right) {
        Files.deleteIfExists(file);
      }
      return right;
    }
  }

  /** Returns the CRC-32 of a file, which is on the disk then. */
  private static long read(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      while (in.read(buffer.clear()) >= 0) {
        checksum.update(buffer.flip());
      }
      in.force(true);
    }
    return checksum.getValue();
  }
}
