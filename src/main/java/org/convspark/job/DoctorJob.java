package org.convspark.job;

import java.util.List;
import java.util.OptionalInt;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.TrainingConfig;

/** Checks driver and executors before a long run. */
final class DoctorJob implements Job {
  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String description() {
    return "Check the driver and every executor before a long run";
  }

  @Override
  public List<String> settings() {
    return List.of("data", "out", "training.workers");
  }

  /**
   * @throws InputException where something would fail, with the first remedy
   */
  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    OptionalInt workers = TrainingConfig.workersGiven(settings);
    int slots = context.slots(workers);
    List<NodeCheck> nodes =
        Nodes.check(
            context.sparkContext(),
            new NodeTask(
                settings.flag("accel.enabled"),
                true,
                settings.optional("data").filter(uri -> !uri.startsWith("synthetic:")),
                settings.optional("out")));
    context.terminal().line(DoctorTable.of(nodes));
    context
        .terminal()
        .line(
            slots + (slots == 1 ? " task slot" : " task slots") + " on " + nodes.size() + " JVMs");
    Findings findings = Findings.of(nodes);
    if (workers.isPresent() && workers.getAsInt() > slots) {
      findings.warn(
          workers.getAsInt() + " workers would share " + slots + " slots and take turns, slower");
    }
    findings.warnings().forEach(w -> context.terminal().line("Note: " + w));
    findings.throwFirst(context.terminal());
    context.terminal().line("All is well.");
  }

  /**
   * The part that takes no time of its own, since training loads ND4J anyway: whether every JVM can
   * train at all, and runs the same versions.
   *
   * @throws InputException where not
   */
  static void checkBeforeTraining(JobContext context) throws Exception {
    NodeTask task =
        new NodeTask(
            context.settings().flag("accel.enabled"),
            false,
            context.settings().optional("data").filter(uri -> !uri.startsWith("synthetic:")),
            java.util.Optional.empty());
    Findings findings = Findings.of(Nodes.check(context.sparkContext(), task));
    findings.warnings().forEach(w -> context.terminal().line("Note: " + w));
    findings.throwFirst(context.terminal());
  }
}
