package org.convspark.engine.natives;

import java.io.Serializable;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * States whether and how DL4J is made fast in this JVM, and sets it up.
 *
 * <p>Symptom: in DL4J 1.0.0-M2 helpers, the bridge to oneDNN, are off unless a system property says
 * otherwise. {@link #apply} sets it before the first layer is made; {@link #oneDnn} tells whether
 * helpers really engage.
 *
 * @param enabled whether the user wants acceleration
 * @param oneDnn whether convolutions go through oneDNN
 * @param why the reason if they don't; empty otherwise
 * @param mallocTuned whether glibc was told to keep freed memory instead of returning it to the
 *     system after every step
 */
public record Acceleration(boolean enabled, boolean oneDnn, String why, boolean mallocTuned)
    implements Serializable {

  /** Read by DL4J's HelperUtils whenever it makes a layer. */
  private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  /**
   * Sets up this JVM. Call it before any layer is made; it may be called again with the same value.
   *
   * @param enabled whether to accelerate; false leaves DL4J as it comes
   */
  public static Acceleration apply(boolean enabled) {
    NativeCache.choose();
    System.setProperty(HELPERS_DISABLED, Boolean.toString(!enabled));
    boolean mallocTuned = System.getenv("MALLOC_TRIM_THRESHOLD_") != null;
    if (!enabled) {
      return new Acceleration(false, false, "accel.enabled=false", mallocTuned);
    }
    boolean oneDnn = BaseMKLDNNHelper.mklDnnEnabled();
    return new Acceleration(
        true, oneDnn, oneDnn ? "" : "this build of ND4J has no oneDNN", mallocTuned);
  }

  /** Returns whether {@link #apply}, or the command line of this JVM, turned acceleration on. */
  public static boolean isEnabled() {
    return "false".equals(System.getProperty(HELPERS_DISABLED));
  }

  /**
   * Sets how many threads an operation of ND4J or the engine uses: in OpenMP, which keeps the
   * number thread by thread, for the calling thread; in OpenBLAS for the process. One thread a
   * worker and as many workers as cores beats one worker with many.
   *
   * <p>Symptom in 1.0.0-M2 where OpenBLAS is forgotten: ND4J gives it all cores unless
   * OMP_NUM_THREADS is set, whatever OPENBLAS_NUM_THREADS says, and products are summed in another
   * order, so that the same seed gives other parameters outside submit/ than inside. To see that it
   * is on: {@code Nd4j.factory().blas().getMaxThreads()}.
   */
  public static void threads(int threads) {
    Nd4j.factory().blas().setMaxThreads(threads); // First, since it starts ND4J.
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /** Returns the text shown at the start of a run: {@code oneDNN on, malloc tuned}. */
  @Override
  public String toString() {
    return (oneDnn ? "oneDNN on" : "oneDNN off (" + why + ")")
        + (mallocTuned ? ", malloc tuned" : ", malloc not tuned (slower; submit/ scripts tune it)");
  }
}
