package org.convspark.job;

import java.util.List;
import org.convspark.job.demo.DemoJob;

/** The subcommands, in the order of the help. */
public final class Jobs {
  public static final List<Job> ALL =
      List.of(
          new PrepareJob(),
          new ShowJob(),
          new SummaryJob(),
          new DemoJob(),
          new TrainJob(),
          new EvaluateJob(),
          new PredictJob(),
          new FeaturesJob(),
          new ReportJob(),
          new ExportJob(),
          new ImportJob(),
          new DoctorJob());

  private Jobs() {}
}
