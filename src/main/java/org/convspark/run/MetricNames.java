package org.convspark.run;

import org.convspark.model.ModelOrigin;

/** The keys of the JSON files of a run, for who writes and who reads. */
public final class MetricNames {
  // metrics.json
  public static final String NETWORK = ModelOrigin.NETWORK;
  public static final String DATASET = ModelOrigin.DATASET;
  public static final String PARAMETERS = "parameters";
  public static final String EXAMPLES = "examples";
  public static final String TEST_LOSS = "test_loss";
  public static final String TEST_ACCURACY = "test_accuracy";
  public static final String PER_CLASS = "per_class";
  public static final String LABEL = "label";
  public static final String PRECISION = "precision";
  public static final String RECALL = "recall";
  public static final String F1 = "f1";
  public static final String SUPPORT = "support";
  public static final String CONFUSION_MATRIX = "confusion_matrix";
  public static final String TOP_CONFUSIONS = "top_confusions";
  public static final String ACTUAL = "actual";
  public static final String PREDICTED = "predicted";
  public static final String COUNT = "count";
  public static final String WORKERS = "workers";
  public static final String EPOCHS = "epochs";
  public static final String TRAIN_SECONDS = "train_seconds";
  public static final String IMAGES_PER_SECOND = "images_per_second";
  public static final String ROUNDS = "rounds";

  // diagnostics.json, which also uses COUNT and ACCURACY
  public static final String TOP_ACCURACY = "top_k_accuracy";
  public static final String CALIBRATION_ERROR = "expected_calibration_error";
  public static final String RELIABILITY = "reliability";
  public static final String LOWER = "lower";
  public static final String UPPER = "upper";
  public static final String CONFIDENCE = "confidence";

  // history.jsonl, which also uses EXAMPLES and IMAGES_PER_SECOND
  public static final String EPOCH = "epoch";
  public static final String LOSS = "loss";
  public static final String ACCURACY = "accuracy";
  public static final String VAL_LOSS = "val_loss";
  public static final String VAL_ACCURACY = "val_accuracy";
  public static final String LEARNING_RATE = "learning_rate";
  public static final String SECONDS = "seconds";
  public static final String COMPUTE_SECONDS = "compute_seconds";
  public static final String BROADCAST_SECONDS = "broadcast_seconds";
  public static final String AVERAGING_SECONDS = "averaging_seconds";
  public static final String WAITING_SECONDS = "waiting_seconds";
  public static final String WORKER_EXAMPLES = "worker_examples";
  public static final String WORKER_SECONDS = "worker_seconds";

  // mistakes.json, which also uses EXAMPLES, LABEL, PREDICTED, CONFIDENCE and LOSS
  public static final String MISTAKES = "mistakes";
  public static final String ID = "id";
  public static final String IMAGE = "image";
  public static final String HEIGHT = "height";
  public static final String WIDTH = "width";
  public static final String CHANNELS = "channels";

  private MetricNames() {}
}
