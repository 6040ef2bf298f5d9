package org.convspark.run;

import java.io.IOException;

/** Something that keeps what epochs yield. */
@FunctionalInterface
public interface EpochLog {
  /** Keeps an epoch; when this returns it is on disk. */
  void append(EpochRecord epoch) throws IOException;

  /** A log that keeps each epoch here and there. */
  default EpochLog and(EpochLog other) {
    return epoch -> {
      append(epoch);
      other.append(epoch);
    };
  }
}
