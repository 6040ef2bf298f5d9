package org.convspark.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this build is, and what it was made for. The job jar's manifest says the same.
 *
 * @param version of ConvSpark, as {@code 0.1.0}
 * @param spark version that it was compiled against, as {@code 4.2.0}
 * @param scala binary version, as {@code 2.13}
 */
public record Build(String version, String spark, String scala) {
  /** This one. */
  public static final Build CURRENT = read();

  private static Build read() {
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return new Build(
          properties.getProperty("version"),
          properties.getProperty("spark"),
          properties.getProperty("scala"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
