package org.convspark.data.arrays;

import java.util.Optional;
import org.convspark.data.Split;
import org.convspark.data.arrays.file.ArrayKind;

/**
 * What an array is in a dataset.
 *
 * @param split that it belongs to; nothing where nobody has divided the images
 */
public record ArrayRole(ArrayKind kind, Optional<Split> split) {
  /** Returns the role of what belongs to it. */
  ArrayRole other() {
    return new ArrayRole(kind.other(), split);
  }
}
