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
 * @param began start of the check by its own clock, in milliseconds since 1970
 * @param ended end of the check by its own clock, in milliseconds since 1970
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
   * Returns this check with the skew of its clock: it can't have begun before the driver asked, nor
   * ended after the driver knew.
   *
   * @param asked by the driver's clock, in milliseconds since 1970
   * @param answered by the driver's clock, in milliseconds since 1970
   */
  NodeCheck received(long asked, long answered) {
    long skew = Math.max(0, Math.max(asked - began, ended - answered));
    return new NodeCheck(name, host, report, dataError, outError, began, ended, skew);
  }

  /** Returns name and host for a message: {@code executor 1 on 10.0.0.7}. */
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
