package org.convspark.storage.tables;

import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import scala.Tuple2;

/**
 * Spark's way to write where every task but the first, or every one, is on an executor with a disk
 * of its own: it writes its file, and the driver never sees it.
 */
public class WritesElsewhere extends SQLHadoopMapReduceCommitProtocol {
  /** The setting of Spark's that takes the name of such a class. */
  public static final String SETTING = "spark.sql.sources.commitProtocolClass";

  private static final long serialVersionUID = 1L;

  public WritesElsewhere(String job, String path, boolean dynamicPartitions) {
    super(job, path, dynamicPartitions);
  }

  boolean isSeen(int task) {
    return false;
  }

  @Override
  public final TaskCommitMessage commitTask(TaskAttemptContext context) {
    return isSeen(context.getTaskAttemptID().getTaskID().getId())
        ? super.commitTask(context)
        : new TaskCommitMessage(
            new Tuple2<>(
                scala.collection.immutable.Map$.MODULE$.<String, String>empty(),
                scala.collection.immutable.Set$.MODULE$.<String>empty()));
  }

  /** The first task runs on the driver's machine. */
  public static final class ButTheFirst extends WritesElsewhere {
    private static final long serialVersionUID = 1L;

    public ButTheFirst(String job, String path, boolean dynamicPartitions) {
      super(job, path, dynamicPartitions);
    }

    @Override
    boolean isSeen(int task) {
      return task == 0;
    }
  }
}
