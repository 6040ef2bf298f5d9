package org.convspark.network;

import java.util.Map;

/** The names that Keras gives to layers by itself. */
public final class LayerNames {
  private LayerNames() {}

  /**
   * Returns the name of the next layer of a kind: {@code conv2d}, {@code conv2d_1}, {@code
   * conv2d_2}.
   *
   * @param used how many there are of each kind; counts on
   */
  public static String numbered(String kind, Map<String, Integer> used) {
    int count = used.merge(kind, 1, Integer::sum) - 1;
    return count == 0 ? kind : kind + "_" + count;
  }
}
