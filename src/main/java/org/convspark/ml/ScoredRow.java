package org.convspark.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.convspark.model.rows.RowOutput;

/**
 * A row with what a model says of its image behind.
 *
 * @param kept how many of the row's values are kept, the first
 * @param added which values are added, in their order
 * @param classNames what the classes are called
 * @param thresholds one a class, or null
 */
record ScoredRow(int kept, List<Score> added, List<String> classNames, double[] thresholds)
    implements RowOutput {
  /** What may be added to a row. */
  enum Score {
    RAW,
    PROBABILITY,
    PREDICTION,
    CONFIDENCE,
    CLASS
  }

  /** The logarithm of the least probability that a float tells from 0. */
  private static final double LEAST = StrictMath.log(Float.MIN_VALUE);

  @Override
  public Row of(Row row, Optional<float[]> output) {
    List<Object> values = new ArrayList<>(kept + added.size());
    for (int i = 0; i < kept; i++) {
      values.add(row.get(i));
    }
    double[] probabilities = output.map(ScoredRow::doubles).orElse(null);
    for (Score each : added) {
      values.add(probabilities == null ? null : value(each, probabilities));
    }
    return RowFactory.create(values.toArray());
  }

  private Object value(Score score, double[] probabilities) {
    return switch (score) {
      case RAW -> Vectors.dense(raw(probabilities));
      case PROBABILITY -> Vectors.dense(probabilities);
      case PREDICTION -> (double) prediction(probabilities);
      case CONFIDENCE -> probabilities[prediction(probabilities)];
      case CLASS -> classNames.get(prediction(probabilities));
    };
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /**
   * Natural logarithms: the network's logits, but for a number that all of a row have in common.
   */
  static double[] raw(double[] probabilities) {
    double[] raw = new double[probabilities.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = Math.max(LEAST, StrictMath.log(probabilities[i]));
    }
    return raw;
  }

  /** As Spark takes thresholds: the class of the greatest p / t, the lowest such. */
  private int prediction(double[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      if (scaled(probabilities, k) > scaled(probabilities, best)) {
        best = k;
      }
    }
    return best;
  }

  private double scaled(double[] probabilities, int k) {
    if (thresholds == null) {
      return probabilities[k];
    }
    return thresholds[k] == 0 ? Double.POSITIVE_INFINITY : probabilities[k] / thresholds[k];
  }
}
