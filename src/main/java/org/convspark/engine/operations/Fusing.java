package org.convspark.engine.operations;

/** An operation that can apply the function after it while it writes its result. */
public interface Fusing {
  /**
   * Asks the operation to apply the function after it.
   *
   * @return whether it applies {@code next} from now on
   */
  boolean fuse(Nonlinearity next);
}
