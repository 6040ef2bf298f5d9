package org.convspark.data.arrays.file;

import java.util.Locale;

/** What an array holds. */
public enum ArrayKind {
  IMAGES,
  LABELS;

  /** Returns {@code images} or {@code labels}, for messages. */
  public String noun() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what belongs to it. */
  public ArrayKind other() {
    return this == IMAGES ? LABELS : IMAGES;
  }
}
