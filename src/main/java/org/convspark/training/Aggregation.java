package org.convspark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.HashPartitioner;
import org.convspark.training.replicas.RoundResult;
import scala.Tuple2;

/**
 * Sums the results of a round. Up to {@value #DIRECT} workers send theirs to the driver. Those of
 * more workers are summed first on executors in groups of about the square root of their number, so
 * that a thousand workers put 32 sums into the driver's memory instead of a thousand models. Which
 * worker belongs to which group depends on the number of workers alone, and so does every bit of
 * the result.
 */
final class Aggregation {
  static final int DIRECT = 8;

  private Aggregation() {}

  /**
   * The sum of a round's results.
   *
   * @param total sum over all workers
   * @param nanos time that the driver took for its part, in nanoseconds
   */
  record Result(PartialSum total, long nanos) {}

  static Result sum(RoundRdd results, int workers) {
    if (workers <= DIRECT) {
      List<RoundResult> collected = List.of(results.results());
      return timed(() -> PartialSum.of(collected));
    }
    int groupSize = (int) Math.ceil(Math.sqrt(workers));
    int groups = (workers + groupSize - 1) / groupSize;
    List<PartialSum> sums =
        results
            .toJavaRDD()
            .mapToPair(r -> new Tuple2<>(r.worker() / groupSize, r))
            .groupByKey(new HashPartitioner(groups))
            .map(
                group -> {
                  List<RoundResult> members = new ArrayList<>();
                  group._2().forEach(members::add);
                  return PartialSum.of(members);
                })
            .collect();
    return timed(() -> PartialSum.merge(sums));
  }

  private static Result timed(Supplier<PartialSum> sum) {
    long began = System.nanoTime();
    PartialSum total = sum.get();
    return new Result(total, System.nanoTime() - began);
  }
}
