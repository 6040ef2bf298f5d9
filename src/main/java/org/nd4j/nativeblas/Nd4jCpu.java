package org.nd4j.nativeblas;

/**
 * Stands where ND4J's bindings stood until 1.0.0-M1.1.
 *
 * <p>Symptom: in DL4J 1.0.0-M2 no oneDNN helper ever engages, and convolutions train three to five
 * times slower through im2col. {@code BaseMKLDNNHelper.mklDnnEnabled()} still looks up {@code
 * org.nd4j.nativeblas.Nd4jCpu$Environment}; M2 moved that class to {@code
 * org.nd4j.linalg.cpu.nativecpu.bindings}, and the failed lookup is swallowed. This class answers
 * the lookup. To see that it works: a convolution layer's {@code getHelper()} isn't null.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** The two methods that DL4J calls by reflection. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    public static Environment getInstance() {
      return INSTANCE;
    }

    /**
     * Whether this build of libnd4j has oneDNN and may use it. ND4J's own flag says yes in builds
     * without oneDNN too, as for ARM; what it was built with tells.
     */
    public boolean isUseMKLDNN() {
      return NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo().contains("HAVE_ONEDNN")
          && org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance().isUseONEDNN();
    }
  }
}
