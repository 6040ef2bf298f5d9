package org.convspark.job;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.cli.Announcement;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.data.shards.ClassWeighting;
import org.convspark.data.shards.Shards;
import org.convspark.evaluation.Metrics;
import org.convspark.evaluation.TestEvaluation;
import org.convspark.network.Architecture;
import org.convspark.run.RunMetrics;
import org.convspark.training.EpochResult;
import org.convspark.training.Optimization;
import org.convspark.training.Trainer;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;

/**
 * Trains the same by one worker, with what follows from one worker, to tell what distribution gains
 * and costs.
 */
final class SingleWorkerBaseline {
  private final JobContext context;
  private final TrainingConfig config;
  private double seconds;

  SingleWorkerBaseline(JobContext context) {
    this.context = context;
    this.config = TrainingConfig.of(context.settings().with("training.workers", "1"), () -> 1);
  }

  /**
   * Trains with one worker, scores the network and compares.
   *
   * @param test the dataset's test images
   * @param distributed what the run itself came to
   * @param slots tasks that run at once
   * @return what goes into comparison.json: accuracy gap, speed-up, efficiency and the figures they
   *     come from
   */
  Map<String, Object> compare(
      Architecture architecture,
      ImageDataset dataset,
      TestEvaluation test,
      RunMetrics distributed,
      int slots) {
    DatasetInfo info = dataset.info();
    context.terminal().line("The same with one worker: " + Announcement.of(config));
    JavaRDD<Example> examples =
        ClassWeighting.of(dataset.examples(Split.TRAIN), config.classWeights(), info);
    Metrics metrics;
    try (Shards shards = Shards.deal(examples, info.shape(), 1, config.seed())) {
      metrics =
          test.score(
              new Trainer(context.sparkContext(), config, context.acceleration().enabled())
                  .observer(new Seconds())
                  .initial(architecture.initial())
                  .train(
                      Optimization.regularized(
                          architecture.configure(
                              info.shape(), info.classes(), Optimization.of(config)),
                          config),
                      info.classes(),
                      shards.standardized(info.preprocessing().standardization())));
    }
    RunMetrics.Training training = distributed.training().orElseThrow();
    double speedUp = seconds / training.trainSeconds();
    Map<String, Object> comparison = new LinkedHashMap<>();
    comparison.put("workers", training.workers());
    comparison.put("test_accuracy", distributed.metrics().accuracy());
    comparison.put("single_test_accuracy", metrics.accuracy());
    comparison.put("accuracy_gap", distributed.metrics().accuracy() - metrics.accuracy());
    comparison.put("train_seconds", training.trainSeconds());
    comparison.put("single_train_seconds", seconds);
    comparison.put("speed_up", speedUp);
    comparison.put("efficiency", speedUp / Math.min(training.workers(), slots));
    context
        .terminal()
        .line(
            String.format(
                Locale.ROOT,
                "One worker: accuracy %.4f in %.1fs; %d workers: %.4f in %.1fs;"
                    + " gap %+.4f, speed-up %.2f, efficiency %.0f%%",
                metrics.accuracy(),
                seconds,
                training.workers(),
                distributed.metrics().accuracy(),
                training.trainSeconds(),
                comparison.get("accuracy_gap"),
                speedUp,
                100 * (double) comparison.get("efficiency")));
    return comparison;
  }

  private final class Seconds implements TrainingObserver {
    @Override
    public void epochCompleted(EpochResult result, TrainingState next) {
      seconds += result.seconds();
    }
  }
}
