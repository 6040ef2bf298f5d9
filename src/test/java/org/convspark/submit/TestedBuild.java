package org.convspark.submit;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the build is that is being tested: target/, or target/spark-3.5 of that profile. */
public final class TestedBuild {
  private TestedBuild() {}

  /** The directory that has test-classes/, and all else that the build makes. */
  public static Path directory() {
    return testClasses().getParent();
  }

  public static Path testClasses() {
    try {
      return Path.of(TestedBuild.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether there are a job jar and a Spark home, as in integration tests. */
  static boolean isPackaged() {
    return System.getProperty("convspark.spark.home") != null;
  }

  /** The job jar, in integration tests. */
  public static Path jobJar() {
    return Path.of(System.getProperty("convspark.job.jar"));
  }

  /** The embedded Spark home, in integration tests. */
  public static Path sparkHome() {
    return Path.of(System.getProperty("convspark.spark.home"));
  }
}
