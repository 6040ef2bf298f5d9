package org.convspark.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import scala.collection.mutable.WrappedArray;

/** Predicts the images of a partition on an executor and holds one minibatch at a time. */
final class RowPredictions implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Images in a minibatch. Below it the convnet is slower, above it hardly faster. */
  static final int MINIBATCH = 128;

  /** Stands in place of a column where rows have nothing that names them. */
  static final int NAMELESS = -1;

  private final Broadcast<NetworkSnapshot> network;
  private final ImageShape shape;
  private final int image;
  private final int name;

  /**
   * Makes the function for the rows of one Dataset.
   *
   * @param image index of the column with the pixels
   * @param name index of the column by which errors name an image, or {@link #NAMELESS}
   */
  RowPredictions(Broadcast<NetworkSnapshot> network, ImageShape shape, int image, int name) {
    this.network = network;
    this.shape = shape;
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
      this.rows = rows;
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
      while (rows.hasNext() && batch.size() < MINIBATCH) {
        Row row = rows.next();
        System.arraycopy(pixelsOf(row), 0, pixels, batch.size() * shape.size(), shape.size());
        batch.add(row);
      }
      if (predictor == null) {
        predictor = new Predictor(network.value(), shape);
      }
      float[][] probabilities = predictor.probabilities(pixels, batch.size());
      for (int i = 0; i < batch.size(); i++) {
        ready.add(extend(batch.get(i), probabilities[i]));
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

  private static Row extend(Row row, float[] probabilities) {
    for (float probability : probabilities) {
      if (!(probability >= 0 && probability <= 1 + 1e-4f)) {
        throw new IllegalStateException(
            "the network gives probability " + probability + ", 0 to 1 expected");
      }
    }
    Object[] values = new Object[row.size() + 3];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    int best = Prediction.mostProbable(probabilities);
    values[row.size()] = best;
    values[row.size() + 1] = (double) probabilities[best];
    // Spark takes a Scala sequence for an array column, and no array of primitives.
    values[row.size() + 2] = WrappedArray.make(probabilities);
    return RowFactory.create(values);
  }
}
