package org.convspark.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.report.Report;
import org.convspark.report.RunData;
import org.convspark.run.RunDirectory;
import org.convspark.storage.Location;
import org.convspark.storage.OutputFile;
import org.convspark.storage.text.Json;

/** Writes a page about a run, or about several side by side. */
final class ReportJob implements Job {
  @Override
  public String name() {
    return "report";
  }

  @Override
  public String description() {
    return "Write one HTML page about a run, or comparing several (--run A --run B)";
  }

  @Override
  public List<String> settings() {
    return List.of("run", "out", "overwrite");
  }

  @Override
  public void run(JobContext context) throws IOException {
    Settings settings = context.settings();
    List<String> names = settings.strings("run");
    Optional<String> out = settings.optional("out");
    if (names.isEmpty()) {
      throw new UsageException("--run is missing: a run directory, as train writes it");
    }
    if (names.size() > 1 && out.isEmpty()) {
      throw new UsageException("--out is missing: where the comparison of several runs goes");
    }
    Configuration hadoop = context.hadoop();
    String page = page(out.orElse(names.get(0)));
    // A run's own report can be made again any time; any other file is somebody's.
    boolean replace = settings.flag("overwrite") || out.isEmpty();
    context.acceleration();
    List<RunData> runs = new ArrayList<>();
    for (String name : names) {
      runs.add(RunData.read(Location.of(name, hadoop, Json.expectation(name))));
    }
    try (OutputFile file = OutputFile.create(page, hadoop, replace)) {
      Report.write(runs, file.stream());
      file.complete();
    }
    context.terminal().line("Report: " + page);
  }

  /**
   * Browsers, and web servers, tell a page by the end of its name. What has another is the
   * directory that it goes to.
   */
  static String page(String out) {
    return out.toLowerCase(Locale.ROOT).matches(".+\\.html?")
        ? out
        : out.replaceFirst("/*$", "/") + RunDirectory.REPORT;
  }
}
