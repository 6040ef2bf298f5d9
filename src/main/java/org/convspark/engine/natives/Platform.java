package org.convspark.engine.natives;

import org.bytedeco.javacpp.Loader;

/** Tells whether JavaCPP's oneDNN has natives for this JVM's platform. */
public final class Platform {
  private Platform() {}

  /** Returns whether the natives of this JVM's platform are on the class path. */
  public static boolean isSupported() {
    String library = System.mapLibraryName("jnidnnl");
    return Platform.class.getResource("/org/bytedeco/dnnl/" + name() + "/" + library) != null;
  }

  /** Returns the platform's name as JavaCPP spells it, such as {@code linux-x86_64}. */
  public static String name() {
    return Loader.Detector.getPlatform();
  }
}
