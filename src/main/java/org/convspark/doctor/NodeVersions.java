package org.convspark.doctor;

import java.io.File;
import java.io.Serializable;
import java.net.URI;
import java.security.CodeSource;
import scala.util.Properties;

/**
 * What must be the same on driver and executors.
 *
 * @param spark version, as {@code 3.5.9}
 * @param scala version, as {@code 2.12.18}
 * @param java the feature release, as 17
 * @param jar bytes of the job jar; 0 where classes come from a directory
 */
public record NodeVersions(String spark, String scala, String java, long jar)
    implements Serializable {

  /** Returns the versions of this JVM. */
  static NodeVersions here() {
    return new NodeVersions(
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        Properties.versionNumberString(),
        Integer.toString(Runtime.version().feature()),
        jarSize());
  }

  private static long jarSize() {
    CodeSource source = NodeVersions.class.getProtectionDomain().getCodeSource();
    File file = source == null ? null : new File(URI.create(source.getLocation().toString()));
    return file != null && file.isFile() ? file.length() : 0;
  }
}
