package org.convspark.network;

import java.util.Locale;
import org.convspark.config.InputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** How many parameters a configuration declares, counted before anything is allocated for them. */
public final class ParameterCount {
  /** The most parameters a model may have; four updater values each stay within 2 GiB. */
  public static final long MOST = 100_000_000;

  private static final double GIB = 1L << 30;

  private final String where;
  private final long parameters;

  private ParameterCount(String where, long parameters) {
    this.where = where;
    this.parameters = parameters;
  }

  /**
   * Counts.
   *
   * @param where the file or name that the network comes from, for errors
   * @throws InputException if there are none, or more than {@link #MOST}
   */
  public static ParameterCount of(String where, ComputationGraphConfiguration network) {
    long parameters = 0;
    for (GraphVertex vertex : network.getVertices().values()) {
      long some = vertex.numParams(true);
      parameters = some < 0 || some > MOST ? Math.max(MOST + 1, some) : parameters + some;
      if (parameters > MOST) {
        break;
      }
    }
    if (parameters < 1 || parameters > MOST) {
      throw new InputException(
          where,
          parameters > MOST
              ? "a network of more than " + MOST + " parameters"
              : "a network without parameters",
          "1 to " + MOST,
          "give a layer fewer units, or shrink the images before the dense ones");
    }
    return new ParameterCount(where, parameters);
  }

  /** Returns the number, 1 to {@link #MOST}. */
  public long parameters() {
    return parameters;
  }

  /**
   * Checks that this JVM's heap can hold what is to be done with them.
   *
   * @param bytesEach the least that is held of a parameter at once
   * @throws InputException if it can't
   */
  public void requireRoom(int bytesEach) {
    requireRoom(bytesEach, Runtime.getRuntime().maxMemory());
  }

  void requireRoom(int bytesEach, long heap) {
    long needed = bytesEach * parameters;
    if (needed > heap) {
      throw new InputException(
          where,
          "a network of " + parameters + " parameters, which take " + gib(needed),
          "at most " + gib(heap) + ", the memory of this driver",
          "give it more, as by -- --driver-memory " + (long) Math.ceil(1 + needed / GIB) + "g");
    }
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
