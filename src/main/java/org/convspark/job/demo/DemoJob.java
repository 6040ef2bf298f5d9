package org.convspark.job.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.convspark.cli.Terminal;
import org.convspark.config.Checks;
import org.convspark.config.Settings;
import org.convspark.job.Job;
import org.convspark.job.JobContext;
import org.convspark.report.NumberSheet;
import org.convspark.storage.OutputFile;

/**
 * Works the lecture's examples with the layers of the networks, as text and as a picture. It needs
 * no Spark of its own.
 */
public final class DemoJob implements Job {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String description() {
    return "Work an example of convolution, padding, stride, pooling or shift, number by number";
  }

  @Override
  public Optional<String> operand() {
    return Optional.of("demo.example");
  }

  @Override
  public List<String> settings() {
    return List.of("demo.kernel", "demo.image", "out", "overwrite");
  }

  @Override
  public void run(JobContext context) throws IOException {
    Settings settings = context.settings();
    WorkedExample example =
        Checks.oneOf("demo.example", WorkedExample.class, settings.required("demo.example"));
    Steps given =
        new Steps(
            numbers(settings, "image", Steps.IMAGE), numbers(settings, "kernel", Steps.KERNEL));
    if (settings.optional("out").isEmpty()) {
      computed(context, given, example);
      return;
    }
    String out = settings.required("out");
    try (OutputFile file = OutputFile.create(out, context.hadoop(), settings.flag("overwrite"))) {
      List<NumberSheet.Row> rows =
          computed(context, given, example).stream().map(Step::row).toList();
      boolean lettered = new NumberSheet(rows).write(file.stream());
      file.complete();
      context
          .terminal()
          .line(
              "Picture: "
                  + out
                  + (lettered ? "" : " (without numbers: this machine has no fonts)"));
    }
  }

  private static Optional<float[][]> numbers(Settings settings, String key, String option) {
    return settings.optional("demo." + key).map(text -> Numbers.parse(option, text));
  }

  private static List<Step> computed(JobContext context, Steps given, WorkedExample example) {
    // First: what it sets has to be there before any layer is.
    context.acceleration();
    List<Step> steps = given.of(example);
    Terminal terminal = context.terminal();
    for (Step step : steps) {
      StepText.of(step).forEach(terminal::line);
      terminal.line("");
    }
    return steps;
  }
}
