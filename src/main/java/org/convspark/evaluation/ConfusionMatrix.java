package org.convspark.evaluation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts how often examples of each class were taken for each class. Rows are the truth, columns
 * the prediction, {@code count(actual, predicted)}: the same axes as scikit-learn's {@code
 * confusion_matrix}.
 */
public final class ConfusionMatrix implements Serializable {
  private static final long serialVersionUID = 1L;

  @JsonValue private final long[][] counts;

  /** Creates an empty matrix of {@code [classes, classes]}. */
  public ConfusionMatrix(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException(classes + " classes given, at least 1 expected");
    }
    counts = new long[classes][classes];
  }

  /**
   * Returns a matrix with a copy of {@code counts[actual][predicted]}.
   *
   * @throws IllegalArgumentException if it isn't square or a count is negative
   */
  @JsonCreator
  public static ConfusionMatrix of(long[][] counts) {
    ConfusionMatrix matrix = new ConfusionMatrix(counts.length);
    for (int actual = 0; actual < counts.length; actual++) {
      if (counts[actual] == null) {
        throw new IllegalArgumentException(
            "row " + actual + " of the confusion matrix has no counts");
      }
      if (counts[actual].length != counts.length) {
        throw new IllegalArgumentException(
            "row "
                + actual
                + " of the confusion matrix has "
                + counts[actual].length
                + " counts, "
                + counts.length
                + " expected");
      }
      for (int predicted = 0; predicted < counts.length; predicted++) {
        if (counts[actual][predicted] < 0) {
          throw new IllegalArgumentException(
              "the confusion matrix counts " + counts[actual][predicted] + " of class " + actual);
        }
      }
      matrix.counts[actual] = counts[actual].clone();
    }
    return matrix;
  }

  public int classes() {
    return counts.length;
  }

  /** Counts one example. Both arguments are class indices, 0 to classes - 1. */
  void add(int actual, int predicted) {
    counts[actual][predicted]++;
  }

  /** Adds another matrix of the same size to this one. */
  void merge(ConfusionMatrix other) {
    for (int actual = 0; actual < counts.length; actual++) {
      for (int predicted = 0; predicted < counts.length; predicted++) {
        counts[actual][predicted] += other.counts[actual][predicted];
      }
    }
  }

  /**
   * Returns the number of examples of class {@code actual} that were taken for {@code predicted}.
   */
  public long count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** Returns the number of examples that are of this class. */
  public long actual(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  /** Returns the number of examples that were taken for this class. */
  public long predicted(int label) {
    return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
  }

  /** Returns the number of examples taken for what they are: the diagonal. */
  public long correct() {
    long sum = 0;
    for (int label = 0; label < counts.length; label++) {
      sum += counts[label][label];
    }
    return sum;
  }

  /** Returns the number of all examples. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix matrix && Arrays.deepEquals(counts, matrix.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.deepToString(counts);
  }
}
