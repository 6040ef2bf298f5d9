package org.convspark.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.convspark.config.Build;
import org.convspark.config.InputException;

/**
 * The Spark, Scala and Java that a build runs on. {@link #check} asks for them without touching a
 * class of Spark or Scala: with another version it is such a class that fails first, with a
 * NoSuchMethodError. {@code submit/lib/environment.sh} has the same versions for the scripts;
 * EnvironmentScriptTest compares them.
 *
 * @param spark that is asked for, as errors call it
 * @param series Spark's versions begin with it, up to a whole part
 * @param scala binary version
 */
public record SupportedVersions(String spark, String series, String scala) {
  /** DL4J is made for Scala 2.12, and so is the build for Spark 3.5, which exists for both. */
  public static final SupportedVersions SPARK_3 = new SupportedVersions("Spark 3.5", "3.5", "2.12");

  /** A later minor version of Spark 4 keeps the API of 4.2, as Spark promises. */
  public static final SupportedVersions SPARK_4 = new SupportedVersions("Spark 4", "4", "2.13");

  public static final int OLDEST_JAVA = 17;

  /** Returns those of this build. */
  public static SupportedVersions current() {
    return of(Build.CURRENT.scala());
  }

  static SupportedVersions of(String scala) {
    return scala.equals(SPARK_4.scala()) ? SPARK_4 : SPARK_3;
  }

  /**
   * Returns the newest Java for a Spark. From 23 on there is no Subject.getSubject, by which Hadoop
   * before that of Spark 4.2 logs in.
   *
   * @param version of Spark
   */
  public static int newestJava(String version) {
    return version.matches("(3|4\\.[01])\\..*") ? 22 : 25;
  }

  /**
   * Looks at what this JVM runs with.
   *
   * @throws InputException if it is another Spark, Scala or Java than this build is for
   */
  public static void check() {
    current()
        .check(
            property("/spark-version-info.properties", "version"),
            property("/library.properties", "version.number"),
            Runtime.version().feature());
  }

  /** An unknown version, which is empty, passes: a vendor's Spark may not tell it. */
  void check(String foundSpark, String foundScala, int java) {
    if (!isOf(series, foundSpark) || !isOf(scala, foundScala)) {
      String home = System.getenv().getOrDefault("SPARK_HOME", "");
      throw new InputException(
          home.isEmpty() ? "Spark" : "Spark in " + home,
          "Spark " + foundSpark + " with Scala " + foundScala,
          spark + " with Scala " + scala + ", which this job jar is for",
          "submit/ takes the jar for each; set SPARK_HOME to such a Spark, or unset it and let submit/"
              + " take the build's own");
    }
    int newest = newestJava(foundSpark);
    if (java < OLDEST_JAVA || java > newest) {
      throw new InputException(
          "Java in " + System.getProperty("java.home"),
          "Java " + java,
          "Java " + OLDEST_JAVA + " to " + newest,
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
