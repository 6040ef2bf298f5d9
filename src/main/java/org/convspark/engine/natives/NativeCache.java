package org.convspark.engine.natives;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the directory into which JavaCPP unpacks ND4J's libraries, 450 MB.
 *
 * <p>Symptom: with JavaCPP 1.5.7 an executor whose user has no home directory that can be written,
 * as on YARN, unpacks to {@code /tmp/.javacpp-USER}, a name that anybody else on the machine can
 * take first, and fails where that can't be written either. A local directory that the cluster
 * manager gave the executor is its own, and goes with the application. To see where they are:
 * {@code doctor}.
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
   * difference.
   */
  static void choose() {
    if (System.getProperty(PROPERTY) == null && System.getProperty(OLD_PROPERTY) == null) {
      directory(System.getProperty("user.home"), System.getenv())
          .ifPresent(directory -> System.setProperty(PROPERTY, directory.toString()));
    }
  }

  /**
   * Returns the directory to unpack to; empty if JavaCPP's own choice below {@code home} will do,
   * or if there is no better one.
   */
  static Optional<File> directory(String home, Map<String, String> environment) {
    if (writable(new File(home, ".javacpp/cache"))) {
      return Optional.empty();
    }
    return LOCAL_DIRECTORIES.stream()
        .map(environment::get)
        .filter(value -> value != null && !value.isEmpty())
        .map(value -> new File(value.split("[," + File.pathSeparator + "]")[0], "javacpp"))
        .filter(NativeCache::writable)
        .findFirst();
  }

  private static boolean writable(File directory) {
    return (directory.isDirectory() || directory.mkdirs()) && directory.canWrite();
  }
}
