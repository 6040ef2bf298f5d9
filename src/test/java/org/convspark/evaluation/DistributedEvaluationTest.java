package org.convspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.model.ImageBatch;
import org.convspark.model.NetworkSnapshot;
import org.convspark.model.Prediction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

@Tag("numerical")
class DistributedEvaluationTest {
  private static final ImageShape SHAPE = new ImageShape(9, 8, 1);
  private static final int CLASSES = 10;

  /** Nine full minibatches of 32 and a short one of 12. */
  private static final int COUNT = 300;

  private static JavaSparkContext spark;
  private static List<Example> examples;
  private static ComputationGraph graph;

  @BeforeAll
  static void start() {
    spark = LocalSpark.context();
    Random random = new Random(5);
    examples = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      byte[] image = new byte[SHAPE.size()];
      random.nextBytes(image);
      // Ids with gaps, as a validation split has.
      examples.add(new Example(7L * i, random.nextInt(CLASSES), image));
    }
    graph = network();
  }

  private static ComputationGraph network() {
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(SHAPE.height(), SHAPE.width(), 1))
            .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(8).build(), "image")
            .addLayer("dense", new DenseLayer.Builder().nOut(37).build(), "conv")
            .addLayer(
                "output",
                new OutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build(),
                "dense")
            .setOutputs("output");
    ComputationGraph graph = new ComputationGraph(layers.build());
    graph.init();
    return graph;
  }

  private static final DatasetInfo INFO =
      new DatasetInfo(
          "random", SHAPE, CLASSES, Map.of(Split.TEST, Collections.nCopies(CLASSES, 0L)), Map.of());

  private static DistributedEvaluation over(JavaRDD<Example> rdd) {
    return DistributedEvaluation.over(rdd, INFO, COUNT);
  }

  private static Metrics evaluate(List<Example> list, int partitions) {
    try (DistributedEvaluation evaluation = over(spark.parallelize(list, partitions))) {
      return evaluation.evaluate(graph);
    }
  }

  /** The same sums without Spark, a minibatch after the other. */
  private static MetricsAccumulator onOneMachine() {
    MetricsAccumulator accumulator = new MetricsAccumulator(CLASSES);
    for (int from = 0; from < COUNT; from += ImageBatch.SIZE) {
      List<Example> batch = examples.subList(from, Math.min(COUNT, from + ImageBatch.SIZE));
      float[][] rows = new float[batch.size()][SHAPE.size()];
      for (int i = 0; i < rows.length; i++) {
        for (int k = 0; k < SHAPE.size(); k++) {
          rows[i][k] = (batch.get(i).image()[k] & 0xff) / 255f;
        }
      }
      INDArray output =
          graph.outputSingle(
              false, Nd4j.create(rows).reshape('c', rows.length, 1, SHAPE.height(), SHAPE.width()));
      for (int i = 0; i < rows.length; i++) {
        Example example = batch.get(i);
        accumulator.add(
            new Prediction(example.id(), example.label(), output.getRow(i).toFloatVector()));
      }
    }
    return accumulator;
  }

  @Test
  @DisplayName("the same model has the same accuracy on a cluster as on one machine, not 0")
  void scoresAsOneMachineDoes() {
    Metrics distributed = evaluate(examples, 3);
    Metrics alone = onOneMachine().toMetrics();

    assertThat(distributed.confusion()).isEqualTo(alone.confusion());
    // DL4J's own layers there, which round otherwise.
    assertThat(distributed.loss()).isCloseTo(alone.loss(), within(1e-5));
  }

  @Test
  void scoresTheSameBitForBitHoweverTheDataIsPartitioned() {
    Metrics once = evaluate(examples, 1);
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(2));

    assertThat(evaluate(examples, 1)).isEqualTo(once);
    assertThat(evaluate(shuffled, 5)).isEqualTo(once);
    assertThat(evaluate(shuffled, 40)).isEqualTo(once);
  }

  @Test
  void predictsWhatItEvaluates() {
    try (DistributedEvaluation evaluation = over(spark.parallelize(examples, 4));
        ScoredExamples scored = evaluation.score(graph)) {
      List<Prediction> predictions = new ArrayList<>(scored.predictions().collect());
      predictions.sort(Comparator.comparingLong(Prediction::id));
      MetricsAccumulator accumulator = new MetricsAccumulator(CLASSES);
      predictions.forEach(accumulator::add);

      assertThat(predictions).extracting(Prediction::id).isSorted().doesNotHaveDuplicates();
      assertThat(accumulator.toMetrics())
          .isEqualTo(scored.metrics())
          .isEqualTo(evaluation.evaluate(graph));
    }
  }

  @Test
  void examplesAreReadOnceAndNothingIsKeptAfterwards() {
    Set<Integer> before = Set.copyOf(spark.getPersistentRDDs().keySet());
    LongAccumulator reads = new LongAccumulator();
    spark.sc().register(reads);
    JavaRDD<Example> counted =
        spark
            .parallelize(examples, 2)
            .map(
                example -> {
                  reads.add(1);
                  return example;
                });
    try (DistributedEvaluation evaluation = over(counted)) {
      long ids = reads.value();
      evaluation.evaluate(graph);
      try (ScoredExamples scored = evaluation.score(graph)) {
        assertThat(scored.predictions().count()).isEqualTo(COUNT);
      }
      assertThat(evaluation.examples().map(Example::id).collect())
          .containsExactlyInAnyOrderElementsOf(examples.stream().map(Example::id).toList());
      assertThat(reads.value() - ids).isEqualTo(COUNT);
    }
    assertThat(spark.getPersistentRDDs().keySet()).isEqualTo(before);
  }

  @Test
  void theShortLastMinibatchCountsAndSpreadsOverTheCores() {
    try (DistributedEvaluation evaluation = over(spark.parallelize(examples, 1));
        ScoredExamples scored = evaluation.score(graph)) {
      assertThat(scored.predictions().getNumPartitions()).isEqualTo(2);
      assertThat(scored.metrics().examples()).isEqualTo(COUNT);
    }
  }

  @Test
  void refusesMissingAndRepeatedExamples() {
    assertThatThrownBy(() -> over(spark.parallelize(examples.subList(1, COUNT), 2)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "the images of random to evaluate on: found 299 of them, expected 300");

    List<Example> repeated = new ArrayList<>(examples.subList(1, COUNT));
    repeated.add(examples.get(5));
    assertThatThrownBy(() -> over(spark.parallelize(repeated, 2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found two with the id 35");
  }

  @Test
  @DisplayName("an accuracy is never NaN, nor 0 for a network that diverged")
  void aDivergedNetworkIsAnErrorAndNotAnAccuracyOfZero() {
    ComputationGraph diverged = graph.clone();
    diverged.params().putScalar(0, Float.NaN);
    try (DistributedEvaluation evaluation = over(spark.parallelize(examples, 2))) {
      assertThatThrownBy(() -> evaluation.evaluate(diverged))
          .hasStackTraceContaining("the network gives probability NaN");
    }
  }

  @Test
  void refusesImagesOfAnotherSize() {
    List<Example> odd = new ArrayList<>(examples);
    odd.set(3, new Example(21, 0, new byte[5]));
    try (DistributedEvaluation evaluation = over(spark.parallelize(odd, 2))) {
      assertThatThrownBy(() -> evaluation.evaluate(graph))
          .hasStackTraceContaining("has 5 bytes, 72 expected");
    }
  }

  /** A thread that has loaded ND4J has as many threads of OpenMP as there are cores. */
  @Test
  void anOperationIsOneThreads() {
    NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = operations.ompGetMaxThreads();
    try {
      operations.setOmpNumThreads(2);
      NetworkSnapshot.of(graph).toInference(SHAPE).close();
      assertThat(operations.ompGetMaxThreads()).isEqualTo(1);
    } finally {
      operations.setOmpNumThreads(before);
    }
  }
}
