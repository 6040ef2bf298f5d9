package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.Split;
import org.convspark.data.shards.Shards;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kind of network of the catalog learns by parameter averaging, on images of 18x18 pixels,
 * since the deep ones take long on whole ones. The deeper of a kind are longer tables for the same
 * code.
 *
 * <p>They tell three digits apart. Of ten, a network without normalisation learns nothing for some
 * epochs, and how many is up to the last bits of its arithmetic: with another seed, or on another
 * processor, it ends anywhere between chance and nearly all right.
 */
@Tag("numerical")
class TrainingByNetworkTest {
  private static final int EXAMPLES = 640;
  private static final int CLASSES = 3;

  /** Cross-entropy of giving every class the same probability; a guess is right once in three. */
  private static final double LOSS_OF_CHANCE = Math.log(CLASSES);

  /** Half-way from chance to all right. */
  private static final double ACCURACY = (1 + 1.0 / CLASSES) / 2;

  private static final Shards SHARDS = Digits.smallShards(CLASSES, EXAMPLES, 2);

  @AfterAll
  static void free() {
    SHARDS.close();
  }

  private static TrainingConfig config(double rate, int epochs) {
    return TrainingConfigs.with(
        "training.epochs", "" + epochs,
        "training.workers", "2",
        "training.batch-size", "16",
        "training.averaging-frequency", "4",
        "optimizer.name", "adam",
        "optimizer.learning-rate", "" + rate);
  }

  /** Saturated units and layers without normalisation take their time to leave the start. */
  @ParameterizedTest
  @CsvSource({
    "dense, 0.002, 3",
    "convnet, 0.002, 3",
    "convnet-no-pool, 0.002, 3",
    "lenet-1, 0.02, 5",
    "lenet-5, 0.004, 5",
    "alexnet, 0.002, 5",
    "vgg-11, 0.002, 3",
    "googlenet, 0.002, 5",
    "resnet-18, 0.002, 3",
    "resnet-20, 0.002, 3"
  })
  void twoWorkersLearn(String name, double rate, int epochs) {
    TrainingConfig config = config(rate, epochs);
    ComputationGraphConfiguration network =
        NetworkCatalog.find(name, new Configuration(false))
            .configure(Digits.SMALL, CLASSES, Optimization.of(config));
    List<EpochResult> results = new ArrayList<>();
    ComputationGraph trained =
        new Trainer(LocalSpark.context(), config, true)
            .observer(
                new TrainingObserver() {
                  @Override
                  public void epochCompleted(EpochResult result, TrainingState next) {
                    results.add(result);
                  }
                })
            .train(network, CLASSES, SHARDS);

    EpochResult last = results.get(results.size() - 1);
    double heldOut = Digits.accuracy(trained, Digits.small(Split.TEST, CLASSES, 300), Digits.SMALL);
    assertThat(last.loss()).isLessThan(LOSS_OF_CHANCE / 2);
    assertThat(last.accuracy()).isGreaterThan(ACCURACY);
    // Without dropout and by the averaged statistics of batch normalisation.
    assertThat(heldOut).isGreaterThan(ACCURACY);
  }
}
