package org.convspark.job;

import java.util.List;

public final class TrainJob implements Job {
  @Override
  public String name() {
    return "train";
  }

  @Override
  public String description() {
    return "Shard, train, evaluate, write a run directory";
  }

  @Override
  public List<String> settings() {
    return List.of(
        "network",
        "data",
        "out",
        "training.epochs",
        "training.batch-size",
        "training.workers",
        "training.averaging-frequency",
        "training.learning-rate",
        "training.seed",
        "limit",
        "overwrite");
  }

  @Override
  public void run(JobContext context) throws Exception {}
}
