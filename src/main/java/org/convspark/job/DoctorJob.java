package org.convspark.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.convspark.cli.Announcement;
import org.convspark.cli.Terminal;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.Datasets;
import org.convspark.doctor.ClusterProbe;
import org.convspark.doctor.ClusterReport;
import org.convspark.doctor.Diagnosis;
import org.convspark.doctor.DoctorTable;
import org.convspark.doctor.NodeTask;

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
   * Checks every JVM and prints what was found.
   *
   * @throws InputException where something would fail, with the first remedy
   */
  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    Terminal terminal = context.terminal();
    OptionalInt workers = TrainingConfig.workersGiven(settings);
    int slots = context.cluster().slots(workers);
    NodeTask task =
        new NodeTask(
            settings.flag("accel.enabled"), true, path("data", context), path("out", context));
    ClusterReport survey = ClusterProbe.survey(context.sparkContext(), task);
    Diagnosis findings = Diagnosis.of(survey);

    terminal.text(DoctorTable.of(survey));
    terminal.line(
        "Driver: "
            + DoctorTable.versions(survey.driver().report().versions())
            + ", on "
            + context.sparkContext().master());
    terminal.line(DoctorTable.slots(slots, survey));
    workers.ifPresent(w -> Announcement.turns(w, slots).ifPresent(terminal::line));
    List<String> warnings = findings.warnings();
    warnings.forEach(w -> terminal.line("Note: " + w));
    findings.throwFirst(terminal);
    terminal.line(
        warnings.isEmpty()
            ? "All is well."
            : "Nothing found that would fail a run; notes: " + warnings.size() + ".");
  }

  private static Optional<String> path(String key, JobContext context) {
    return context
        .settings()
        .optional(key)
        .filter(Datasets::isPath)
        .map(uri -> Inputs.qualified(uri, context));
  }

  /**
   * Checks whether every JVM can train at all, reads the data, and runs the same versions. This
   * takes little time of its own, since training loads ND4J anyway.
   *
   * @throws InputException where one can't or doesn't
   */
  static void checkBeforeTraining(JobContext context) {
    Settings settings = context.settings();
    NodeTask task =
        new NodeTask(
            settings.flag("accel.enabled"), false, path("data", context), Optional.empty());
    Diagnosis findings = Diagnosis.of(ClusterProbe.survey(context.sparkContext(), task));
    findings.executorWarnings().forEach(w -> context.terminal().line("Note: " + w));
    findings.throwFirst(context.terminal());
  }
}
