package org.convspark.model.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.convspark.data.ModelInput;
import org.convspark.model.Prediction;

/**
 * The columns of {@link PredictionColumns} behind those that a row has.
 *
 * @param input what the network takes, of which are the classes
 */
record ClassColumns(ModelInput input) implements RowOutput {
  @Override
  public Row of(Row row, Optional<float[]> probabilities) {
    List<Object> values = new ArrayList<>(row.size() + 4);
    for (int i = 0; i < row.size(); i++) {
      values.add(row.get(i));
    }
    Optional<Integer> best = probabilities.map(Prediction::mostProbable);
    values.add(best.orElse(null));
    if (input.hasNamedClasses()) {
      values.add(best.map(input.classNames()::get).orElse(null));
    }
    values.add(probabilities.map(each -> (double) each[best.get()]).orElse(null));
    values.add(probabilities.map(ClassColumns::boxed).orElse(null));
    return RowFactory.create(values.toArray());
  }

  /** Spark takes no array of primitives for a column. */
  private static Float[] boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }
}
