package org.convspark.engine;

/** A layer that the engine doesn't compute, or not with these settings. */
public final class UnsupportedLayerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param layer its name in the network
   * @param what what it is or has that isn't computed
   */
  UnsupportedLayerException(String layer, String what) {
    super("layer " + layer + " (" + what + ")");
  }

  /** A setting that isn't computed; whoever knows the layer's name adds it. */
  public static final class Setting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Setting(String what) {
      super(what);
    }

    /**
     * @throws Setting unless {@code holds}
     */
    public static void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new Setting(otherwise);
      }
    }
  }
}
