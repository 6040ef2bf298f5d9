package org.convspark.doctor;

import java.io.Serializable;

/**
 * What was found out on a JVM.
 *
 * @param name driver, or executor and its id
 * @param host that it runs on
 * @param report how it is fit to train
 * @param dataError why {@code --data} can't be read there, empty where it can
 * @param outError why {@code --out} can't be written there, empty where it can
 * @param began by its own clock, in milliseconds
 * @param ended by its own clock, in milliseconds
 * @param clockSkew how far its clock is from the driver's, at least, in milliseconds; 0 until
 *     {@link #received}
 */
public record NodeCheck(
    String name,
    String host,
    NodeReport report,
    String dataError,
    String outError,
    long began,
    long ended,
    long clockSkew)
    implements Serializable {

  /**
   * With the skew of its clock: it can't have begun before the driver asked, nor ended after the
   * driver knew.
   *
   * @param asked by the driver's clock, in milliseconds
   * @param answered by the driver's clock, in milliseconds
   */
  NodeCheck received(long asked, long answered) {
    long skew = Math.max(0, Math.max(asked - began, ended - answered));
    return new NodeCheck(name, host, report, dataError, outError, began, ended, skew);
  }

  /** For a message: {@code executor 1 on 10.0.0.7}. */
  String where() {
    return name + " on " + host;
  }

  boolean isDriver() {
    return name.equals("driver");
  }

  NodeCheck named(String newName) {
    return new NodeCheck(newName, host, report, dataError, outError, began, ended, clockSkew);
  }
}
