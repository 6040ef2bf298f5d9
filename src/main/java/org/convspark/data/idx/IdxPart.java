package org.convspark.data.idx;

import java.util.List;
import org.convspark.data.Split;

/** The four files of an IDX dataset, and the names they go by. */
public enum IdxPart {
  TRAIN_IMAGES("train-images", "idx3-ubyte", IdxHeader.Kind.IMAGES),
  TRAIN_LABELS("train-labels", "idx1-ubyte", IdxHeader.Kind.LABELS),
  TEST_IMAGES("t10k-images", "idx3-ubyte", IdxHeader.Kind.IMAGES),
  TEST_LABELS("t10k-labels", "idx1-ubyte", IdxHeader.Kind.LABELS);

  private final String stem;
  private final String suffix;
  private final IdxHeader.Kind kind;

  IdxPart(String stem, String suffix, IdxHeader.Kind kind) {
    this.stem = stem;
    this.suffix = suffix;
    this.kind = kind;
  }

  IdxHeader.Kind kind() {
    return kind;
  }

  /** Returns the name that the publishers of MNIST gave the file, without {@code .gz}. */
  String fileName() {
    return stem + "-" + suffix;
  }

  /**
   * Returns every accepted name, plain files first, for they can be read from several places at
   * once.
   */
  List<String> names() {
    String dotted = stem + "." + suffix;
    return List.of(fileName(), dotted, fileName() + ".gz", dotted + ".gz");
  }

  static IdxPart images(Split split) {
    return split == Split.TRAIN ? TRAIN_IMAGES : TEST_IMAGES;
  }

  static IdxPart labels(Split split) {
    return split == Split.TRAIN ? TRAIN_LABELS : TEST_LABELS;
  }
}
