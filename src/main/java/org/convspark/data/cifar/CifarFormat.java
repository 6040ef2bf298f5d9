package org.convspark.data.cifar;

/**
 * The two kinds of CIFAR's records: labels of a byte each, and 32x32 pixels of red, of green and of
 * blue (format: https://www.cs.toronto.edu/~kriz/cifar.html).
 */
enum CifarFormat {
  CIFAR_10(1, 10, "batches.meta.txt"),
  /** The first label is that of a superclass. */
  CIFAR_100(2, 100, "fine_label_names.txt");

  static final int SIDE = 32;
  static final int CHANNELS = 3;
  static final int PIXELS = CHANNELS * SIDE * SIDE;

  private final int labels;
  private final int classes;
  private final String namesFile;

  CifarFormat(int labels, int classes, String namesFile) {
    this.labels = labels;
    this.classes = classes;
    this.namesFile = namesFile;
  }

  /** Returns the number of labels before the pixels; the last one is used. */
  int labels() {
    return labels;
  }

  int classes() {
    return classes;
  }

  /** Returns the file that has a class's name in each line. */
  String namesFile() {
    return namesFile;
  }

  int recordBytes() {
    return labels + PIXELS;
  }

  @Override
  public String toString() {
    return name().replace('_', '-');
  }
}
