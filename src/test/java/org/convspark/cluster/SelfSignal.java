package org.convspark.cluster;

/** A signal to this JVM. Its class has no public name, hence by reflection. */
public final class SelfSignal {
  private SelfSignal() {}

  /**
   * @param name as {@code TERM}
   */
  public static void raise(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      signal
          .getMethod("raise", signal)
          .invoke(null, signal.getConstructor(String.class).newInstance(name));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param handler what stood in the place of another, as {@code Signals.register} returns it
   */
  static boolean isIgnoring(Object handler) {
    try {
      return Class.forName("sun.misc.SignalHandler").getField("SIG_IGN").get(null) == handler;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
