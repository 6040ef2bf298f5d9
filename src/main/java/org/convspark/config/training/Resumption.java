package org.convspark.config.training;

import org.convspark.config.Checks;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;

/** Whether a training goes on with one that was left unfinished. */
public enum Resumption {
  /** It starts anew; what is unfinished is in the way. */
  NEVER("false"),

  /** It goes on; without anything unfinished it fails. */
  REQUIRED("true"),

  /** It does what is left to do, so that a scheduler may repeat the command. */
  AUTO("auto");

  private static final String KEY = "training.resume";

  private final String text;

  Resumption(String text) {
    this.text = text;
  }

  /**
   * Returns what the settings ask for.
   *
   * @throws UsageException for another value, and where a repeated command would not find what it
   *     left, or would replace it
   */
  public static Resumption of(Settings settings) {
    Resumption given = Checks.oneOf(KEY, Resumption.class, settings.string(KEY));
    if (given == AUTO && settings.optional("out").isEmpty()) {
      throw new UsageException(
          "--resume auto needs --out: without it every repetition has a directory of its own");
    }
    if (given == AUTO && settings.flag("overwrite")) {
      throw new UsageException(
          "--overwrite discards what --resume auto goes on with; give one of the two");
    }
    return given;
  }

  @Override
  public String toString() {
    return text;
  }
}
