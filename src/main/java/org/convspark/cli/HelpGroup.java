package org.convspark.cli;

import java.util.Set;

/** The subjects that the help of a command arranges its options by, in that order. */
enum HelpGroup {
  NETWORK("Network and model", "network", "model", "run", "summary", "keras"),
  DATA("Data", "data", "source", "limit", "index", "images", "columns", "show", "demo"),
  OUTPUT("Output", "out", "overwrite", "tensorboard", "predict"),
  TRAINING("Training", "training", "augmentation", "regularization"),
  TRANSFER("Starting from a trained model", "transfer"),
  SCHEDULE("Optimizer and schedule", "optimizer", "schedule"),
  STOPPING("Stopping and checkpoints", "stopping", "checkpoint");

  private final String heading;
  private final Set<String> beginnings;

  HelpGroup(String heading, String... beginnings) {
    this.heading = heading;
    this.beginnings = Set.of(beginnings);
  }

  String heading() {
    return heading;
  }

  /** Returns whether a setting, by its key in reference.conf, is about this. */
  boolean has(String key) {
    int dot = key.indexOf('.');
    return beginnings.contains(dot < 0 ? key : key.substring(0, dot));
  }
}
