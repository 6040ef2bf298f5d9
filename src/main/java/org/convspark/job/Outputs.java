package org.convspark.job;

import java.util.OptionalInt;
import java.util.function.Supplier;
import org.convspark.config.UsageException;
import org.convspark.doctor.SharedOutput;
import org.convspark.storage.Location;
import org.convspark.storage.Submission;

/** Sees to it that the user, the driver and the executors mean the same place by {@code --out}. */
final class Outputs {
  private Outputs() {}

  /**
   * Returns where a command's result goes: what {@code --out} says, or a name of its own.
   *
   * @throws UsageException as {@link #requireLasting} does
   */
  static String place(JobContext context, Supplier<String> name) {
    // What is given has been looked at before the job began.
    return context
        .settings()
        .optional("out")
        .orElseGet(
            () -> {
              String own = name.get();
              requireLasting(context, own);
              return own;
            });
  }

  /**
   * Checks that a result won't lie on a disk of whichever machine the cluster runs the driver on.
   *
   * @throws UsageException if it would, unless the user names that disk by its URI
   */
  static void requireLasting(JobContext context, String out) {
    if (!Submission.isElsewhere(context.hadoop()) || out.startsWith("file:/")) {
      return;
    }
    Inputs.place(out, context)
        .filter(Location::isLocal)
        .ifPresent(
            local -> {
              throw new UsageException(
                  "--out",
                  out,
                  "a place that outlives the driver on some machine of the cluster, such as"
                      + " hdfs://host/path, or "
                      + local.uri()
                      + " if every machine has that directory,");
            });
  }

  /**
   * Checks, before executors write a result, that they write it where the driver looks.
   *
   * @throws org.convspark.config.InputException as {@link SharedOutput#require} does
   */
  static void requireShared(JobContext context, String out) {
    // There may be no executor yet to ask; those that come later are found out in the end.
    context.cluster().slots(OptionalInt.of(1));
    SharedOutput.require(context.sparkContext(), Inputs.qualified(out, context));
  }
}
