package org.convspark.ml;

/**
 * The uid of a stage whose constructor runs. Spark's classes ask for it while they make their
 * params, before a constructor in Java can have set any field.
 */
final class StageUid {
  private static final ThreadLocal<String> GIVEN = new ThreadLocal<>();

  private StageUid() {}

  /** Keeps a uid for the constructor that this thread calls next. */
  static StageUid given(String uid) {
    GIVEN.set(uid);
    return new StageUid();
  }

  /** Returns the uid that was given. */
  static String take() {
    String uid = GIVEN.get();
    GIVEN.remove();
    return uid;
  }
}
