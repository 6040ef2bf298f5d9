package org.convspark.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.config.UsageException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;

/**
 * The test split of a dataset, or its beginning.
 *
 * @param info the dataset with the counts of these examples
 * @param examples each exactly once
 */
public record TestExamples(DatasetInfo info, JavaRDD<Example> examples) {
  /**
   * Returns the test examples of a dataset.
   *
   * @param limit how many to keep, those of the lowest ids
   * @throws UsageException if it is below 1
   */
  public static TestExamples of(ImageDataset dataset, long limit) {
    if (limit < 1) {
      throw new UsageException("--limit", limit, "at least 1 example");
    }
    JavaRDD<Example> all = dataset.examples(Split.TEST);
    if (limit >= dataset.info().count(Split.TEST)) {
      return new TestExamples(dataset.info(), all);
    }
    List<Long> ids = new ArrayList<>(all.map(Example::id).collect());
    Collections.sort(ids);
    long last = ids.get((int) limit - 1);
    JavaRDD<Example> first = all.filter(example -> example.id() <= last);
    Map<Integer, Long> counts = first.map(Example::label).countByValue();
    List<Long> byClass = new ArrayList<>();
    for (int label = 0; label < dataset.info().classes(); label++) {
      byClass.add(counts.getOrDefault(label, 0L));
    }
    return new TestExamples(dataset.info().withCounts(Split.TEST, byClass), first);
  }
}
