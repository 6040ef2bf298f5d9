package org.convspark.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.convspark.config.InputException;

/**
 * Checks that somebody listens where a standalone master is said to be. Spark tries for a minute,
 * and then tells of an application that was killed.
 */
final class MasterAddress {
  private static final String SCHEME = "spark://";
  private static final int TIMEOUT_MILLIS = 10_000;

  private MasterAddress() {}

  /**
   * Connects to the master and closes the connection again.
   *
   * @param master {@code spark://host:port}, of several masters {@code
   *     spark://host:port,host:port}; others are left to Spark
   * @throws InputException where none of them answers
   */
  public static void check(String master) {
    if (!master.startsWith(SCHEME)) {
      return;
    }
    List<String> addresses = Arrays.asList(master.substring(SCHEME.length()).split(","));
    String problem = "no address";
    for (String address : addresses) {
      String answer = connect(address);
      if (answer.isEmpty()) {
        return;
      }
      problem = answer;
    }
    throw new InputException(
        "--master " + master,
        "nobody who answers (" + problem + ")",
        "a Spark master",
        "check host and port, as the master's log and page give them, and that it runs");
  }

  /** Empty, or what went wrong. */
  private static String connect(String address) {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      String host = address.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
      int port = Integer.parseInt(address.substring(colon + 1));
      InetSocketAddress target = new InetSocketAddress(host, port);
      if (target.isUnresolved()) {
        return "unknown host " + host;
      }
      socket.connect(target, TIMEOUT_MILLIS);
      return "";
    } catch (IOException | IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
