package org.convspark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.convspark.LocalSpark;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.convspark.network.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

final class RowPredictionsTest {
  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  @Test
  void readsNoFurtherThanTheMinibatchThatIsAskedFor() throws Exception {
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("dense", new Configuration(false))
                .configure(SHAPE, 10, new NeuralNetConfiguration.Builder().seed(1)));
    network.init();
    Broadcast<NetworkSnapshot> snapshot =
        LocalSpark.context().broadcast(NetworkSnapshot.of(network));
    byte[] image = SyntheticDigits.draw(1, Split.TEST, 0);
    AtomicInteger read = new AtomicInteger();
    int images = 10 * RowPredictions.MINIBATCH + 1;
    Iterator<Row> rows =
        IntStream.range(0, images)
            .mapToObj(
                id -> {
                  read.incrementAndGet();
                  return RowFactory.create((long) id, image);
                })
            .iterator();

    Iterator<Row> predictions = new RowPredictions(snapshot, SHAPE, 1, 0).call(rows);

    for (int given = 1; given <= images; given++) {
      assertThat(predictions.next().getLong(0)).isEqualTo(given - 1);
      // The partition may be of any size, and memory isn't.
      assertThat(read.get()).isLessThanOrEqualTo(given + RowPredictions.MINIBATCH);
    }
    assertThat(predictions.hasNext()).isFalse();
    assertThat(read).hasValue(images);
  }
}
