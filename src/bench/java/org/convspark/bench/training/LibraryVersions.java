package org.convspark.bench.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Versions of libraries as Maven wrote them into their jars. */
final class LibraryVersions {
  private LibraryVersions() {}

  /**
   * @param known versions from elsewhere, by name
   * @param artifacts {@code group/artifact}; those that are not on the class path are left out
   * @return by the artifact's name; and Java's
   */
  static Map<String, String> of(Map<String, String> known, String... artifacts) {
    Map<String, String> versions = new TreeMap<>(known);
    versions.put("java", System.getProperty("java.version"));
    for (String artifact : artifacts) {
      String resource = "/META-INF/maven/" + artifact + "/pom.properties";
      try (InputStream in = LibraryVersions.class.getResourceAsStream(resource)) {
        if (in != null) {
          Properties properties = new Properties();
          properties.load(in);
          versions.put(
              artifact.substring(artifact.indexOf('/') + 1), properties.getProperty("version"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return versions;
  }
}
