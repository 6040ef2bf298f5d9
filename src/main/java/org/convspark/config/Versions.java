package org.convspark.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.util.VersionInfo;

/**
 * Finds out what a run was made with, for provenance. What can't be found out is {@code unknown}.
 */
public final class Versions {
  private static final String UNKNOWN = "unknown";

  private Versions() {}

  /**
   * Returns the versions in this JVM by name: convspark, spark, scala, java, dl4j, onednn, hadoop,
   * os and cpu.
   */
  public static Map<String, String> collect() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("convspark", Build.CURRENT.version());
    versions.put("spark", property("/spark-version-info.properties", "version"));
    versions.put("scala", scala.util.Properties.versionNumberString());
    versions.put("java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    versions.put(
        "dl4j", property("/org/eclipse/org.nd4j-nd4j-api-git.properties", "git.build.version"));
    versions.put("onednn", property("/META-INF/maven/org.bytedeco/dnnl/pom.properties", "version"));
    versions.put("hadoop", VersionInfo.getVersion());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    versions.put("cpu", cpu());
    return versions;
  }

  /** Returns the main versions in one line, without loading anything native. */
  public static String line() {
    Map<String, String> versions = collect();
    return String.format(
        Locale.ROOT,
        "ConvSpark %s, Spark %s, Scala %s, Java %s, DL4J %s, oneDNN %s",
        versions.get("convspark"),
        versions.get("spark"),
        versions.get("scala"),
        Runtime.version(),
        versions.get("dl4j"),
        versions.get("onednn"));
  }

  private static String property(String resource, String key) {
    try (InputStream in = Versions.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty(key, UNKNOWN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Architecture, number of processors and, on Linux, the model: results depend on it. */
  private static String cpu() {
    String model = "";
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try (var lines = Files.lines(info)) {
        model =
            lines
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> ", " + line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
      } catch (IOException | UncheckedIOException e) {
        model = "";
      }
    }
    return System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors"
        + model;
  }
}
