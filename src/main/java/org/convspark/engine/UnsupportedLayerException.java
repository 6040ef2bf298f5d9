package org.convspark.engine;

/** Thrown for a layer that the engine doesn't compute, or not with these settings. */
public final class UnsupportedLayerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param layer the layer's name in the network
   * @param what the kind or the setting of the layer that isn't computed
   */
  UnsupportedLayerException(String layer, String what) {
    super("layer " + layer + " (" + what + ")");
  }

  /**
   * Thrown for a setting that the engine doesn't compute. The caller that knows the layer's name
   * turns it into an {@link UnsupportedLayerException}.
   */
  public static final class Setting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Setting(String what) {
      super(what);
    }

    /**
     * Checks a setting.
     *
     * @param holds whether the engine computes it
     * @param otherwise what isn't computed, as the message names it
     * @throws Setting unless {@code holds}
     */
    public static void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new Setting(otherwise);
      }
    }
  }
}
