package org.convspark.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convspark.storage.FoundFiles.FoundFile;
import org.convspark.storage.FoundFiles.LeftOut;
import org.convspark.storage.FoundFiles.Why;

/**
 * Finds what is in and below a directory. On a local disk every directory is read once, whatever
 * links lead to it; real directories come before links, so that a file has its own name.
 */
final class DirectoryWalk {
  /** What systems and archivers leave behind, in lower case. */
  private static final Set<String> SYSTEM =
      Set.of(
          "__macosx",
          ".ds_store",
          "thumbs.db",
          "desktop.ini",
          "@eadir",
          "lost+found",
          "$recycle.bin",
          "system volume information");

  private record Directory(Path path, java.nio.file.Path real) {}

  private final FileSystem fs;
  private final boolean local;
  private final List<FoundFile> files = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final Deque<Directory> ahead = new ArrayDeque<>();
  private final TreeMap<String, Path> links = new TreeMap<>();
  private final Set<java.nio.file.Path> read = new HashSet<>();

  private DirectoryWalk(FileSystem fs, boolean local) {
    this.fs = fs;
    this.local = local;
  }

  /**
   * Walks through a directory.
   *
   * @throws IOException if it, or a directory below it, can't be listed
   */
  static FoundFiles through(FileSystem fs, Path root) throws IOException {
    boolean local = "file".equals(root.toUri().getScheme());
    DirectoryWalk walk = new DirectoryWalk(fs, local);
    walk.run(new Directory(root, local ? nio(root).toRealPath() : null));
    walk.files.sort(Comparator.comparing(FoundFile::uri));
    walk.leftOut.sort(Comparator.comparing(LeftOut::uri));
    return new FoundFiles(walk.files, walk.leftOut);
  }

  private void run(Directory root) throws IOException {
    ahead.push(root);
    while (!ahead.isEmpty() || !links.isEmpty()) {
      if (ahead.isEmpty()) {
        follow(links.pollFirstEntry().getValue(), root);
      } else if (local) {
        readLocal(ahead.pop());
      } else {
        readRemote(ahead.pop().path());
      }
    }
  }

  private void follow(Path link, Directory root) throws IOException {
    java.nio.file.Path real = nio(link).toRealPath();
    // Upwards it would lead through everything beside the root, and back into it.
    if (root.real().startsWith(real)) {
      leaveOut(link, Why.READ_ALREADY);
    } else {
      ahead.push(new Directory(link, real));
    }
  }

  private void readLocal(Directory directory) throws IOException {
    if (!read.add(directory.real())) {
      leaveOut(directory.path(), Why.READ_ALREADY);
      return;
    }
    try (DirectoryStream<java.nio.file.Path> entries =
        Files.newDirectoryStream(nio(directory.path()))) {
      for (java.nio.file.Path entry : entries) {
        add(directory, entry);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void add(Directory directory, java.nio.file.Path entry) throws IOException {
    String name = entry.getFileName().toString();
    Path path = LiteralPath.child(directory.path(), name);
    NameEncoding.requireWritable(path.toUri().getPath());
    boolean link = Files.isSymbolicLink(entry);
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    } catch (FileSystemException e) {
      if (!link || e instanceof AccessDeniedException) {
        throw e;
      }
      leaveOut(path, Why.BROKEN_LINK);
      return;
    }
    if (isLeftOut(path, name, attributes.isDirectory())) {
      return;
    }
    if (attributes.isRegularFile()) {
      files.add(new FoundFile(path.toString(), attributes.size()));
    } else if (!attributes.isDirectory()) {
      leaveOut(path, Why.SPECIAL);
    } else if (link) {
      links.put(path.toString(), path);
    } else {
      ahead.push(new Directory(path, directory.real().resolve(name)));
    }
  }

  private void readRemote(Path directory) throws IOException {
    for (FileStatus each : fs.listStatus(directory)) {
      String name = each.getPath().getName();
      Path path = LiteralPath.child(directory, name);
      if (isLeftOut(path, name, each.isDirectory())) {
        continue;
      }
      if (each.isDirectory()) {
        ahead.push(new Directory(path, null));
      } else {
        files.add(new FoundFile(path.toString(), each.getLen()));
      }
    }
  }

  private boolean isLeftOut(Path path, String name, boolean directory) {
    // As for Spark, a partition's directory may begin with an underscore: _day=3.
    boolean partition = directory && name.startsWith("_") && name.contains("=");
    if (SYSTEM.contains(name.toLowerCase(Locale.ROOT))) {
      leaveOut(path, Why.SYSTEM);
    } else if (name.startsWith(".") || (name.startsWith("_") && !partition)) {
      leaveOut(path, Why.HIDDEN);
    } else if (name.endsWith("._COPYING_")) {
      leaveOut(path, Why.UNFINISHED);
    } else {
      return false;
    }
    return true;
  }

  private void leaveOut(Path path, Why why) {
    leftOut.add(new LeftOut(path.toString(), why));
  }

  private static java.nio.file.Path nio(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
