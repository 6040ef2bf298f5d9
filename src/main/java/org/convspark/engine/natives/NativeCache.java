package org.convspark.engine.natives;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the directory into which JavaCPP unpacks ND4J's and oneDNN's libraries, 580 MB, and sees
 * that what is there already is what was packed.
 *
 * <p>Symptom: JavaCPP 1.5.12 loads any file in its cache that has the size and date of the jar's
 * entry. Where the home directory can't be written, as on YARN, that cache is {@code
 * /tmp/.javacpp-USER}, a name that anybody else on the machine can take first. Here it is a
 * directory of mode 700 of one's own: below the home directory, else in a local directory that the
 * cluster manager gave the executor and that goes with the application, else a temporary one of
 * this JVM. To see where they are: {@code doctor}.
 */
final class NativeCache {
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** JavaCPP's older spelling, which still counts. */
  private static final String OLD_PROPERTY = "org.bytedeco.javacpp.cacheDir";

  /** Set by Spark's standalone worker, by YARN and on Kubernetes. */
  private static final List<String> LOCAL_DIRECTORIES =
      List.of("SPARK_EXECUTOR_DIRS", "LOCAL_DIRS", "SPARK_LOCAL_DIRS");

  private NativeCache() {}

  /**
   * Chooses the directory. Call it before the first native class is loaded; afterwards it makes no
   * difference. A directory that the user names is used as it is.
   *
   * @throws UncheckedIOException if there is no directory to unpack to
   */
  static synchronized void choose() {
    if (System.getProperty(PROPERTY) == null && System.getProperty(OLD_PROPERTY) == null) {
      try {
        Path directory = directory(System.getProperty("user.home"), System.getenv());
        CachedLibraries.check(directory, NativeCache.class.getClassLoader());
        System.setProperty(PROPERTY, directory.toString());
      } catch (IOException e) {
        throw new UncheckedIOException("can't unpack native libraries: " + e.getMessage(), e);
      }
    }
  }

  /** Returns the directory to unpack to, which is there and nobody else's. */
  static Path directory(String home, Map<String, String> environment) throws IOException {
    Stream<Path> own =
        Stream.of(environment.getOrDefault("XDG_CACHE_HOME", ""), home + "/.cache")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .limit(1)
            .map(cache -> cache.resolve("convspark").resolve("natives"));
    Stream<Path> given =
        LOCAL_DIRECTORIES.stream()
            .map(environment::get)
            .filter(value -> value != null && !value.isEmpty())
            .map(value -> Path.of(value.split("[," + File.pathSeparator + "]")[0], "javacpp"));
    Optional<Path> found =
        Stream.concat(own, given).flatMap(each -> PrivateDirectory.at(each).stream()).findFirst();
    return found.isPresent() ? found.get() : PrivateDirectory.temporary("convspark-natives");
  }
}
