import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntryPredicate;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Completes the job jar.
 *
 * <p>Adds the native libraries of ND4J and JavaCPP on its class path, in the compressed form that
 * they have already. The shade plugin would inflate and deflate 440 MB in every build: 20 seconds
 * of CPU for bytes that never change, in place of 3.
 *
 * <p>Adds {@code META-INF/licenses}: the texts in {@code src/build/licenses}, and what each bundled
 * artifact says itself, in a directory of its name, where shading would keep one file of each name.
 * Fails at an artifact of which bundled.txt says nothing.
 *
 * <p>Run by the build as a source file: {@code java -classpath CLASS_PATH JobJar.java JAR LICENSES
 * JARS_OF_SPARK}; what is among the jars of Spark isn't bundled.
 */
// ZipFile's constructors, in place of which the library of Spark 3.5 has nothing yet.
@SuppressWarnings("deprecation")
final class JobJar {
  /** Leaves out headers, static and import libraries, and files for CMake and GraalVM. */
  private static final String LIBRARY = "org/(bytedeco|nd4j)/.+\\.(so(\\.\\d+)*|dylib|dll)";

  private static final String OWN_TEXT =
      "(META-INF/)?(?i:licen[cs]e|notice|copying|dependencies)[^/]*";
  private static final String SHADED = "META-INF/maven/[^/]+/([^/]+)/pom.properties";
  private static final String DIRECTORY = "META-INF/licenses/";

  /**
   * The time of everything else: shading has turned points of time into this zone's time of day.
   */
  private static final long START_OF_2026 = inThisZone(LocalDateTime.of(2026, 1, 1, 0, 0));

  private JobJar() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    List<Path> bundled = bundled(Path.of(args[2]));
    Path complete = jar.resolveSibling(jar.getFileName() + ".tmp");
    try (var out = new ZipArchiveOutputStream(complete)) {
      copy(jar, entry -> true, entry -> entry.setTime(START_OF_2026), out);
      for (Path each : bundled) {
        copy(each, entry -> entry.getName().matches(LIBRARY), JobJar::forgetTimeZone, out);
      }
      addLicenses(Path.of(args[1]), bundled, out);
    }
    Files.move(complete, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<Path> bundled(Path jarsOfSpark) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.endsWith(".jar"))
        .map(Path::of)
        .filter(path -> !Files.exists(jarsOfSpark.resolve(path.getFileName())))
        .toList();
  }

  private static void copy(
      Path jar,
      ZipArchiveEntryPredicate which,
      Consumer<ZipArchiveEntry> change,
      ZipArchiveOutputStream out)
      throws IOException {
    try (var in = new ZipFile(jar)) {
      for (ZipArchiveEntry entry : Collections.list(in.getEntriesInPhysicalOrder())) {
        if (which.test(entry)) {
          change.accept(entry);
          try (InputStream raw = in.getRawInputStream(entry)) {
            out.addRawArchiveEntry(entry, raw);
          }
        }
      }
    }
  }

  /**
   * Natives keep their time: JavaCPP knows by it whether it has unpacked them. Some have a point of
   * time beside the usual time of day, which would follow from it by the time zone of the build.
   */
  private static void forgetTimeZone(ZipArchiveEntry entry) {
    if (entry.getExtraField(X5455_ExtendedTimestamp.HEADER_ID) != null) {
      LocalDateTime utc =
          LocalDateTime.ofInstant(entry.getLastModifiedTime().toInstant(), ZoneOffset.UTC);
      entry.removeExtraField(X5455_ExtendedTimestamp.HEADER_ID);
      entry.setTime(inThisZone(utc));
    }
  }

  private static long inThisZone(LocalDateTime time) {
    return time.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
  }

  private static void addLicenses(Path texts, List<Path> bundled, ZipArchiveOutputStream out)
      throws IOException {
    Set<String> artifacts = new TreeSet<>();
    Map<String, byte[]> own = new LinkedHashMap<>();
    for (Path jar : bundled) {
      String artifact = jar.getParent().getParent().getFileName().toString();
      artifacts.add(artifact);
      try (var in = new ZipFile(jar)) {
        for (ZipArchiveEntry entry : Collections.list(in.getEntries())) {
          if (entry.getName().matches(SHADED)) {
            artifacts.add(entry.getName().replaceFirst(SHADED, "$1"));
          } else if (entry.getName().matches(OWN_TEXT) && !entry.isDirectory()) {
            String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
            try (InputStream text = in.getInputStream(entry)) {
              own.put(artifact + "/" + name, text.readAllBytes());
            }
          }
        }
      }
    }
    requireLicenses(artifacts, texts);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> listed = Files.list(texts)) {
      listed.sorted().forEach(files::add);
    }
    for (Path file : files) {
      add(file.getFileName().toString(), Files.readAllBytes(file), out);
    }
    for (Map.Entry<String, byte[]> each : own.entrySet()) {
      add(each.getKey(), each.getValue(), out);
    }
  }

  private static void requireLicenses(Set<String> artifacts, Path texts) throws IOException {
    Path list = texts.resolve("bundled.txt");
    Map<String, List<String>> licenses =
        Files.readAllLines(list).stream()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .map(line -> List.of(line.split("\\s+")))
            .collect(
                Collectors.toMap(words -> words.get(0), words -> words.subList(1, words.size())));
    for (String artifact : artifacts) {
      List<String> known = licenses.getOrDefault(artifact, List.of());
      if (known.isEmpty()
          || !known.stream().allMatch(each -> Files.exists(texts.resolve(each + ".txt")))) {
        throw new IOException("no licence is known of " + artifact + ": add it to " + list);
      }
    }
  }

  private static void add(String name, byte[] content, ZipArchiveOutputStream out)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(DIRECTORY + name);
    entry.setTime(START_OF_2026);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }
}
