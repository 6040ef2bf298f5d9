import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Compares the libraries on its class path, and those that they have shaded, with the list of known
 * vulnerabilities, and fails at one that isn't known to do no harm. It needs no network.
 *
 * <p>Run by the build as a source file: {@code java -classpath CLASS_PATH KnownVulnerabilities.java
 * LIST}.
 */
final class KnownVulnerabilities {
  private static final String POM = "META-INF/maven/[^/]+/[^/]+/pom.properties";

  private KnownVulnerabilities() {}

  private record Library(String name, String version, String jar) {}

  private record Vulnerability(String library, String from, String fixed, String id, String why) {
    static Vulnerability of(String line) {
      String[] columns = line.split("\\|", -1);
      if (columns.length != 5) {
        throw new IllegalArgumentException("expected 5 columns: " + line);
      }
      for (int i = 0; i < columns.length; i++) {
        columns[i] = columns[i].strip();
      }
      return new Vulnerability(columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    boolean isIn(Library found) {
      return library.equals(found.name())
          && compare(found.version(), fixed) < 0
          && (from.equals("-") || compare(found.version(), from) >= 0);
    }
  }

  public static void main(String[] args) throws IOException {
    List<Vulnerability> known = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        known.add(Vulnerability.of(line));
      }
    }
    Set<String> affected = new TreeSet<>();
    Set<String> harmful = new TreeSet<>();
    for (Library library : libraries()) {
      for (Vulnerability each : known) {
        if (each.isIn(library)) {
          affected.add(library.name() + " " + library.version());
          if (each.why().isEmpty()) {
            harmful.add(
                String.format(
                    Locale.ROOT,
                    "%s in %s %s (%s): take %s or later, or say in %s why it does no harm",
                    each.id(),
                    library.name(),
                    library.version(),
                    library.jar(),
                    each.fixed(),
                    args[0]));
          }
        }
      }
    }
    if (!harmful.isEmpty()) {
      harmful.forEach(line -> System.err.println("[ERROR] " + line));
      System.exit(1);
    }
    System.out.println(
        "[INFO] Libraries with known vulnerabilities that do no harm here ("
            + args[0]
            + "): "
            + String.join(", ", affected));
  }

  private static List<Library> libraries() throws IOException {
    List<Library> libraries = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (path.endsWith(".jar")) {
        Path jar = Path.of(path);
        String name = jar.getFileName().toString();
        // As in a Maven repository: GROUP/ARTIFACT/VERSION/JAR, with a directory for each part.
        Path artifact = jar.getParent().getParent();
        String version = jar.getParent().getFileName().toString();
        for (String group : groups(artifact.getParent())) {
          libraries.add(new Library(group + ":" + artifact.getFileName(), version, name));
        }
        try (ZipFile in = new ZipFile(jar.toFile())) {
          for (ZipEntry entry : Collections.list(in.entries())) {
            if (entry.getName().matches(POM)) {
              Properties properties = new Properties();
              try (InputStream content = in.getInputStream(entry)) {
                properties.load(content);
              }
              libraries.add(
                  new Library(
                      properties.getProperty("groupId")
                          + ":"
                          + properties.getProperty("artifactId"),
                      properties.getProperty("version"),
                      name));
            }
          }
        }
      }
    }
    return libraries;
  }

  /** All that may be the group: where the repository starts isn't known. */
  private static List<String> groups(Path directory) {
    List<String> groups = new ArrayList<>();
    String group = "";
    for (Path at = directory; at != null && at.getFileName() != null; at = at.getParent()) {
      group = group.isEmpty() ? at.getFileName().toString() : at.getFileName() + "." + group;
      groups.add(group);
    }
    return groups;
  }

  /** By their numbers; {@code 1.0-jre}, {@code 1.0.Final} and {@code 1.0} are the same. */
  private static int compare(String version, String other) {
    String[] left = version.split("[.-]");
    String[] right = other.split("[.-]");
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int difference = Integer.compare(number(left, i), number(right, i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int number(String[] parts, int index) {
    return index < parts.length && parts[index].matches("\\d{1,9}")
        ? Integer.parseInt(parts[index])
        : 0;
  }
}
