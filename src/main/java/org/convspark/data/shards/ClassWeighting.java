package org.convspark.data.shards;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.convspark.config.training.ClassWeights;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.Split;

/** Multiplies each training example's own weight by that of its class. */
public final class ClassWeighting implements Function<Example, Example> {
  private static final long serialVersionUID = 1L;

  private final float[] weights;

  private ClassWeighting(float[] weights) {
    this.weights = weights;
  }

  /**
   * Returns the examples with the weights of their classes.
   *
   * @param info what is known of the examples; its training counts say what is balanced
   * @throws org.convspark.config.UsageException if the weights that were given aren't as many as
   *     there are classes
   */
  public static JavaRDD<Example> of(
      JavaRDD<Example> examples, ClassWeights weights, DatasetInfo info) {
    return weights.equals(ClassWeights.NONE)
        ? examples
        : examples.map(new ClassWeighting(weights.of(info.counts().get(Split.TRAIN))));
  }

  @Override
  public Example call(Example example) {
    int label = example.label();
    // Labels that can't be are refused where the examples are dealt.
    return label >= 0 && label < weights.length ? example.weighted(weights[label]) : example;
  }
}
