package org.convspark.engine.natives;

import org.bytedeco.javacpp.Loader;

/** The platforms that JavaCPP's oneDNN has natives for. */
public final class Platform {
  private Platform() {}

  /** Whether the natives of this JVM's platform are on the class path. */
  public static boolean isSupported() {
    String library = System.mapLibraryName("jnidnnl");
    return Platform.class.getResource("/org/bytedeco/dnnl/" + name() + "/" + library) != null;
  }

  /** As JavaCPP calls it: {@code linux-x86_64}. */
  public static String name() {
    return Loader.Detector.getPlatform();
  }
}
