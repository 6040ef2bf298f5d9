import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntryPredicate;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Adds the native libraries of ND4J and JavaCPP on its class path to a jar, in the compressed form
 * that they have already. The shade plugin would inflate and deflate 440 MB in every build: 20
 * seconds of CPU for bytes that never change, in place of 3.
 *
 * <p>Run by the build as a source file: {@code java -classpath CLASS_PATH AddNatives.java JAR}.
 */
final class AddNatives {
  /** Leaves out headers, static and import libraries, and files for CMake and GraalVM. */
  private static final String LIBRARY = "org/(bytedeco|nd4j)/.+\\.(so(\\.\\d+)*|dylib|dll)";

  private AddNatives() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path withNatives = jar.resolveSibling(jar.getFileName() + ".tmp");
    try (var out = new ZipArchiveOutputStream(withNatives)) {
      copy(jar, entry -> true, out);
      for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (path.endsWith(".jar")) {
          copy(Path.of(path), entry -> entry.getName().matches(LIBRARY), out);
        }
      }
    }
    Files.move(withNatives, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(Path jar, ZipArchiveEntryPredicate which, ZipArchiveOutputStream out)
      throws IOException {
    try (var in = new ZipFile(jar)) {
      in.copyRawEntries(out, which);
    }
  }
}
