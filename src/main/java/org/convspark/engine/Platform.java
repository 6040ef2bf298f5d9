package org.convspark.engine;

import org.bytedeco.javacpp.Loader;

/** The platforms that JavaCPP's oneDNN has natives for. */
final class Platform {
  private Platform() {}

  /** Whether the natives of this JVM's platform are on the class path. */
  static boolean isSupported() {
    String library = System.mapLibraryName("jnidnnl");
    return Platform.class.getResource("/org/bytedeco/dnnl/" + name() + "/" + library) != null;
  }

  /** As JavaCPP calls it: {@code linux-x86_64}. */
  static String name() {
    return Loader.Detector.getPlatform();
  }
}
