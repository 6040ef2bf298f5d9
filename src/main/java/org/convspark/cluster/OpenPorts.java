package org.convspark.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * Keeps the ports of a local run from other machines, as {@code submit/lib/loopback.sh} does where
 * the scripts start it. By itself Spark opens the driver's port on the address of the machine's
 * name and its web interface on every address.
 */
final class OpenPorts {
  /** Of the environment: what the web interface listens on. Spark has no setting for it. */
  private static final String LOCAL_IP = "SPARK_LOCAL_IP";

  private static final String DRIVER_HOST = "spark.driver.host";
  private static final String DRIVER_ADDRESS = "spark.driver.bindAddress";
  private static final String UI = "spark.ui.enabled";

  private OpenPorts() {}

  /** Returns what this process's environment has the web interface listen on, if anything. */
  static Optional<String> localIp() {
    return Optional.ofNullable(System.getenv(LOCAL_IP));
  }

  /**
   * Sets what the user has not set, if the master is local. Without an address of its own the web
   * interface stays off, for a program can't give itself an environment.
   *
   * @param conf Spark's settings, which are changed
   * @param localIp as {@link #localIp} returns it
   */
  static void close(SparkConf conf, Optional<String> localIp) {
    if (LocalJars.isLocal(conf)) {
      conf.setIfMissing(DRIVER_HOST, "localhost");
      conf.setIfMissing(DRIVER_ADDRESS, "127.0.0.1");
      if (localIp.isEmpty()) {
        conf.setIfMissing(UI, "false");
      }
    }
  }

  /**
   * Returns what to tell a user who has opened a local run to other machines, a line each.
   *
   * @param conf as {@link #close} left it
   */
  static List<String> warnings(SparkConf conf, Optional<String> localIp) {
    List<String> warnings = new ArrayList<>();
    if (LocalJars.isLocal(conf)) {
      String driver = conf.get(DRIVER_ADDRESS);
      if (!isLoopback(driver) && !conf.getBoolean("spark.authenticate", false)) {
        warnings.add(warning("runs programs for", driver, "spark.authenticate"));
      }
      String page = localIp.orElse("0.0.0.0");
      if (conf.getBoolean(UI, true) && !isLoopback(page) && !conf.contains("spark.ui.filters")) {
        warnings.add(
            warning("shows Spark's web interface to", page, "spark.ui.filters and spark.acls"));
      }
    }
    return warnings;
  }

  private static String warning(String does, String address, String remedy) {
    return String.format(
        Locale.ROOT,
        "Warning: this run %s whoever reaches %s: set %s (src/docs/clusters.md, Protecting)",
        does,
        address,
        remedy);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
