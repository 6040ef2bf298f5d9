package org.convspark.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes report.html: one file with pictures, charts and style within it, and without a script. All
 * that comes from files is escaped, and a content security policy lets the page load and run
 * nothing.
 */
public final class Report {
  private static final String TEMPLATE = "report.html.peb";

  private Report() {}

  /**
   * Returns the letter of a run, {@code A} for the first of several.
   *
   * @param run its index, from 0
   */
  static String letter(int run) {
    return run < 26 ? Character.toString('A' + run) : "R" + (run + 1);
  }

  /**
   * Writes the page in UTF-8 and leaves the stream open.
   *
   * @param runs at least one; several are shown side by side
   * @throws IllegalArgumentException if there is no run
   */
  public static void write(List<RunData> runs, OutputStream out) throws IOException {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no run to report on");
    }
    ClasspathLoader loader = new ClasspathLoader(Report.class.getClassLoader());
    loader.setPrefix("org/convspark/report");
    StringWriter page = new StringWriter();
    new PebbleEngine.Builder()
        .loader(loader)
        .strictVariables(true)
        .cacheActive(false)
        .build()
        .getTemplate(TEMPLATE)
        .evaluate(page, model(runs), Locale.ROOT);
    out.write(page.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static Map<String, Object> model(List<RunData> runs) {
    boolean alone = runs.size() == 1;
    Map<String, Object> model = new HashMap<>();
    model.put("title", title(runs));
    model.put("alone", alone);
    model.put("results", Comparison.results(runs));
    model.put("oneWorker", Comparison.oneWorker(runs));
    model.put("curves", LearningCurves.of(runs));
    List<RunSection> sections =
        IntStream.range(0, runs.size())
            .mapToObj(i -> RunSection.of(runs.get(i), i, alone))
            .toList();
    model.put("runs", sections);
    model.put("timed", sections.stream().anyMatch(section -> section.time() != null));
    model.put("settings", Comparison.settings(runs));
    model.put("configuration", Comparison.configuration(runs));
    model.put("versions", Comparison.versions(runs));
    model.put("origin", Comparison.origin(runs));
    return model;
  }

  private static String title(List<RunData> runs) {
    return runs.stream()
            .map(run -> run.metrics().network() + " on " + run.metrics().dataset())
            .distinct()
            .limit(3)
            .collect(Collectors.joining(", "))
        + (runs.size() == 1 ? "" : ": " + runs.size() + " runs compared");
  }
}
