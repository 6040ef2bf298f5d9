import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntryPredicate;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Adds the native libraries of some jars to another jar, in the compressed form that they have
 * already. The shade plugin would inflate and deflate 440 MB in every build: 20 seconds of CPU for
 * bytes that never change.
 *
 * <p>Run by the build as a source file: {@code java AddNatives.java JAR DIRECTORY_OF_JARS}.
 */
final class AddNatives {
  private AddNatives() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path withNatives = jar.resolveSibling(jar.getFileName() + ".tmp");
    try (var out = new ZipArchiveOutputStream(withNatives)) {
      copy(jar, entry -> true, out);
      for (Path natives : jarsIn(Path.of(args[1]))) {
        copy(natives, entry -> isLibrary(entry.getName()), out);
      }
    }
    Files.move(withNatives, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /** In the order of their names, for the same jar from every build. */
  private static List<Path> jarsIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static void copy(Path jar, ZipArchiveEntryPredicate which, ZipArchiveOutputStream out)
      throws IOException {
    try (var in = new ZipFile(jar)) {
      in.copyRawEntries(out, which);
    }
  }

  /** Leaves out headers, static and import libraries, and files for CMake and GraalVM. */
  private static boolean isLibrary(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.matches(".+\\.(so(\\.\\d+)*|dylib|dll)");
  }
}
