package org.convspark.ml;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.training.EpochLines;
import org.convspark.training.EpochResult;

/** How a model was trained: its epochs. What its settings came to are the model's params. */
public final class ConvSparkTrainingSummary {
  private final List<EpochResult> epochs;

  ConvSparkTrainingSummary(List<EpochResult> epochs) {
    this.epochs = List.copyOf(epochs);
  }

  /** Returns the figures of each epoch, in order. */
  public List<TrainingEpoch> history() {
    return epochs.stream().map(TrainingEpoch::of).toList();
  }

  /**
   * Returns the figures of each epoch as a table: epoch, loss, accuracy, val_loss, val_accuracy
   * (null without validation), learning_rate, seconds, examples.
   */
  public Dataset<Row> history(SparkSession spark) {
    StructType schema =
        new StructType()
            .add("epoch", DataTypes.IntegerType, false)
            .add("loss", DataTypes.DoubleType, false)
            .add("accuracy", DataTypes.DoubleType, false)
            .add("val_loss", DataTypes.DoubleType, true)
            .add("val_accuracy", DataTypes.DoubleType, true)
            .add("learning_rate", DataTypes.DoubleType, false)
            .add("seconds", DataTypes.DoubleType, false)
            .add("examples", DataTypes.LongType, false);
    List<Row> rows =
        epochs.stream()
            .map(
                each ->
                    RowFactory.create(
                        each.epoch(),
                        each.loss(),
                        each.accuracy(),
                        each.valLoss(),
                        each.valAccuracy(),
                        each.learningRate(),
                        each.seconds(),
                        each.examples()))
            .toList();
    return spark.createDataFrame(rows, schema);
  }

  /** Returns the training loss of each epoch, in nats. */
  public double[] objectiveHistory() {
    return epochs.stream().mapToDouble(EpochResult::loss).toArray();
  }

  /** Returns the number of epochs trained. */
  public int totalIterations() {
    return epochs.size();
  }

  /** Returns the epochs as history.jsonl has them. */
  byte[] lines() {
    return EpochLines.bytes(epochs);
  }
}
