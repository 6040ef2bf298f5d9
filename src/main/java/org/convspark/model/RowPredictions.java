package org.convspark.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.storage.tables.ReadRows;

/** Predicts the images of a partition on an executor and holds one minibatch at a time. */
final class RowPredictions implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Images in a minibatch. Below it the convnet is slower, above it hardly faster. */
  static final int MINIBATCH = 128;

  /** Stands in place of a column where rows have nothing that names them. */
  static final int NAMELESS = -1;

  private final Broadcast<NetworkSnapshot> network;
  private final ModelInput input;
  private final ImageShape shape;
  private final boolean blanks;
  private final int image;
  private final int name;

  /**
   * Makes the function for the rows of one Dataset.
   *
   * @param input what the network takes
   * @param blanks whether an image may be null
   * @param image index of the column with the pixels
   * @param name index of the column by which errors name an image, or {@link #NAMELESS}
   */
  RowPredictions(
      Broadcast<NetworkSnapshot> network, ModelInput input, boolean blanks, int image, int name) {
    this.network = network;
    this.input = input;
    this.shape = input.shape();
    this.blanks = blanks;
    this.image = image;
    this.name = name;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Predicted(rows);
  }

  private final class Predicted implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Deque<Row> ready = new ArrayDeque<>();
    private final byte[] pixels = new byte[MINIBATCH * shape.size()];
    private Predictor predictor;

    Predicted(Iterator<Row> rows) {
      this.rows = new ReadRows<>(rows);
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (ready.isEmpty()) {
        predictMinibatch();
      }
      return ready.remove();
    }

    private void predictMinibatch() {
      List<Row> batch = new ArrayList<>(MINIBATCH);
      int images = 0;
      while (rows.hasNext() && batch.size() < MINIBATCH) {
        Row row = rows.next();
        batch.add(row);
        if (!isBlank(row)) {
          System.arraycopy(pixelsOf(row), 0, pixels, images * shape.size(), shape.size());
          images++;
        }
      }
      if (predictor == null) {
        predictor = new Predictor(network.value(), shape, input.preprocessing().standardization());
      }
      float[][] probabilities =
          images == 0 ? new float[0][] : predictor.probabilities(pixels, images);
      int next = 0;
      for (Row row : batch) {
        ready.add(
            isBlank(row) ? extend(row, Optional.empty()) : predicted(row, probabilities[next++]));
      }
    }
  }

  private byte[] pixelsOf(Row row) {
    byte[] found = row.isNullAt(image) ? null : row.getAs(image);
    if (found == null || found.length != shape.size()) {
      throw new InputException(
          name == NAMELESS ? "an image without id" : "image " + row.get(name),
          found == null ? "nothing" : found.length + " bytes",
          shape.size() + " bytes for the model's " + shape,
          "convert the images, or predict with a model of their size");
    }
    return found;
  }

  private boolean isBlank(Row row) {
    return blanks && row.isNullAt(image);
  }

  private Row predicted(Row row, float[] probabilities) {
    for (float probability : probabilities) {
      if (!(probability >= 0 && probability <= 1 + 1e-4f)) {
        throw new IllegalStateException(
            "the network gives probability " + probability + ", 0 to 1 expected");
      }
    }
    return extend(row, Optional.of(probabilities));
  }

  private Row extend(Row row, Optional<float[]> probabilities) {
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
    values.add(probabilities.map(RowPredictions::boxed).orElse(null));
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
