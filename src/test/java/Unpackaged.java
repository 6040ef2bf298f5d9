/** Of no package, so that nothing but where it stands shows its name to be a class's. */
public final class Unpackaged {
  static {
    System.setProperty("convspark.test.unpackaged", "initialised");
  }
}
