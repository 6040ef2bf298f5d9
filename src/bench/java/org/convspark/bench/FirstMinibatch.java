package org.convspark.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Tells on standard error when a worker has trained its first round, and what processor time the
 * JVM has taken until then. A listener that {@link StartupTime} gives a run's Spark.
 */
public final class FirstMinibatch extends SparkListener {
  static final String MARK = "first round trained, processor seconds: ";

  /** Trainer's job group. */
  private static final String TRAINING = "convspark-training";

  private final Set<Integer> stages = new HashSet<>();
  private boolean told;

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    if (TRAINING.equals(stage.properties().getProperty("spark.jobGroup.id"))) {
      stages.add(stage.stageInfo().stageId());
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (!told && stages.contains(task.stageId())) {
      told = true;
      long nanos =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
      double seconds = (double) nanos / TimeUnit.SECONDS.toNanos(1);
      System.err.println(MARK + String.format(Locale.ROOT, "%.2f", seconds));
    }
  }
}
