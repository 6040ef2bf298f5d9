package org.convspark.model.rows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.model.NetworkSnapshot;
import org.convspark.model.Predictor;
import org.convspark.storage.tables.ReadRows;

/** Predicts the images of a partition on an executor and holds one minibatch at a time. */
final class RowPredictions implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Images in a minibatch. Below it the convnet is slower, above it hardly faster. */
  static final int MINIBATCH = 128;

  private final Broadcast<NetworkSnapshot> network;
  private final ImageShape shape;
  private final Standardization standardization;
  private final RowPixels images;
  private final RowOutput output;

  /**
   * Makes the function for the rows of one Dataset.
   *
   * @param input what the network takes
   * @param images makes the pixels of a row
   * @param output makes the row of the result
   */
  RowPredictions(
      Broadcast<NetworkSnapshot> network, ModelInput input, RowPixels images, RowOutput output) {
    this.network = network;
    this.shape = input.shape();
    this.standardization = input.preprocessing().standardization();
    this.images = images;
    this.output = output;
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
      BitSet shown = new BitSet(MINIBATCH);
      int count = 0;
      while (rows.hasNext() && batch.size() < MINIBATCH) {
        Row row = rows.next();
        Optional<byte[]> image = images.of(row);
        if (image.isPresent()) {
          System.arraycopy(image.get(), 0, pixels, count * shape.size(), shape.size());
          shown.set(batch.size());
          count++;
        }
        batch.add(row);
      }
      if (predictor == null) {
        predictor = new Predictor(network.value(), shape, standardization);
      }
      float[][] probabilities =
          count == 0 ? new float[0][] : predictor.probabilities(pixels, count);
      int next = 0;
      for (int i = 0; i < batch.size(); i++) {
        ready.add(
            output.of(
                batch.get(i),
                shown.get(i) ? Optional.of(checked(probabilities[next++])) : Optional.empty()));
      }
    }
  }

  private static float[] checked(float[] probabilities) {
    for (float probability : probabilities) {
      if (!(probability >= 0 && probability <= 1 + 1e-4f)) {
        throw new IllegalStateException(
            "the network gives probability " + probability + ", 0 to 1 expected");
      }
    }
    return probabilities;
  }
}
