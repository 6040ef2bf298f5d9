package org.convspark.data;

import java.util.Locale;
import java.util.Optional;

/** The names under which people keep the parts of a dataset. */
public final class SplitNames {
  private SplitNames() {}

  /** Returns the split that a directory, or a value in a column, stands for by its name. */
  public static Optional<Split> of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(Split.TRAIN);
      case "val", "valid", "validation", "dev" -> Optional.of(Split.VALIDATION);
      case "test", "testing" -> Optional.of(Split.TEST);
      default -> Optional.empty();
    };
  }
}
