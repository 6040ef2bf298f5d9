package org.convspark.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.convspark.config.InputException;

/**
 * The Spark, Scala and Java that this build runs on. {@link #check} asks for them without touching
 * a class of Spark or Scala: with another version it is such a class that fails first, with a
 * NoSuchMethodError. {@code submit/lib/environment.sh} has the same versions for the scripts;
 * EnvironmentScriptTest compares them.
 */
public final class SupportedVersions {
  /** Spark's version up to its second part. */
  public static final String SPARK = "3.5";

  /** Scala's binary version. */
  public static final String SCALA = "2.12";

  public static final int OLDEST_JAVA = 17;

  /** From 23 on Hadoop's login fails, which Spark 3.5 goes through (Subject.getSubject is gone). */
  public static final int NEWEST_JAVA = 22;

  private SupportedVersions() {}

  /**
   * Looks at what this JVM runs with.
   *
   * @throws InputException if it is another Spark, Scala or Java than this build is for
   */
  public static void check() {
    check(
        property("/spark-version-info.properties", "version"),
        property("/library.properties", "version.number"),
        Runtime.version().feature());
  }

  /** An unknown version, which is empty, passes: a vendor's Spark may not tell it. */
  static void check(String spark, String scala, int java) {
    if (!isOf(SPARK, spark) || !isOf(SCALA, scala)) {
      String home = System.getenv().getOrDefault("SPARK_HOME", "");
      throw new InputException(
          home.isEmpty() ? "Spark" : "Spark in " + home,
          "Spark " + spark + " with Scala " + scala,
          "Spark " + SPARK + " with Scala " + SCALA,
          "set SPARK_HOME to such a Spark, or unset it and let submit/ take the build's own");
    }
    if (java < OLDEST_JAVA || java > NEWEST_JAVA) {
      throw new InputException(
          "Java in " + System.getProperty("java.home"),
          "Java " + java,
          "Java " + OLDEST_JAVA + " to " + NEWEST_JAVA,
          "set JAVA_HOME to such a Java");
    }
  }

  private static boolean isOf(String series, String version) {
    return version.isEmpty() || version.equals(series) || version.startsWith(series + ".");
  }

  private static String property(String resource, String key) {
    try (InputStream in = SupportedVersions.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty(key, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
