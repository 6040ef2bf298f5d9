package org.convspark.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.convspark.evaluation.Metric;
import org.convspark.evaluation.Metric.Better;
import org.convspark.evaluation.Metric.Format;
import org.convspark.run.Provenance;
import org.convspark.run.RunMetrics.Training;

/** Makes the report's tables that have a column for each run. */
final class Comparison {
  private static final String NONE = "–";

  private Comparison() {}

  /**
   * A row of such a table.
   *
   * @param name what the row is about
   * @param values one for each run, as text
   * @param best index of the best run, -1 where there is none or only one
   * @param differs whether the runs don't agree
   */
  record Row(String name, List<String> values, int best, boolean differs) {
    static Row of(String name, List<String> values, int best) {
      return new Row(name, values, best, values.stream().distinct().count() > 1);
    }

    /** Returns the name in pieces between which a narrow screen may break it. */
    public List<String> parts() {
      return List.of(name.split("(?<=[.])"));
    }
  }

  /** Returns the results: metrics, size of the network, and how long training took. */
  static List<Row> results(List<RunData> runs) {
    List<Row> rows = new ArrayList<>();
    rows.add(plain(runs, "Network", run -> run.metrics().network()));
    rows.add(plain(runs, "Dataset", run -> run.metrics().dataset()));
    rows.add(row(runs, Metric.ACCURACY));
    rows.add(plain(runs, "Test images", run -> Text.count(run.metrics().metrics().examples())));
    EnumSet.complementOf(EnumSet.of(Metric.ACCURACY))
        .forEach(metric -> rows.add(row(runs, metric)));
    if (runs.stream().allMatch(run -> run.metrics().metrics().topAccuracy().size() > 1)) {
      rows.add(
          ranked(
              runs,
              "Top-2 accuracy",
              run -> run.metrics().metrics().topAccuracy().get(1),
              1,
              Text::percent));
    }
    if (runs.stream().noneMatch(run -> run.metrics().metrics().calibration().bins().isEmpty())) {
      rows.add(
          ranked(
              runs,
              "Calibration error",
              run -> run.metrics().metrics().calibration().expectedError(),
              -1,
              Text::fixed));
    }
    rows.add(ranked(runs, "Parameters", run -> run.metrics().parameters(), 0, Text::count));
    if (runs.stream().allMatch(run -> run.metrics().training().isPresent())) {
      rows.add(ranked(runs, "Epochs", run -> training(run).epochs(), 0, Text::count));
      rows.add(ranked(runs, "Workers", run -> training(run).workers(), 0, Text::count));
      rows.add(
          ranked(runs, "Training time", run -> training(run).trainSeconds(), -1, Text::duration));
      rows.add(
          ranked(runs, "Images a second", run -> training(run).imagesPerSecond(), 1, Text::count));
      rows.add(ranked(runs, "Averaging rounds", run -> training(run).rounds(), 0, Text::count));
    }
    return rows;
  }

  private static Row row(List<RunData> runs, Metric metric) {
    return ranked(
        runs,
        metric.label(),
        run -> metric.of(run.metrics().metrics()),
        metric.better() == Better.HIGHER ? 1 : -1,
        metric.format() == Format.PERCENT ? Text::percent : Text::fixed);
  }

  private static Training training(RunData run) {
    return run.metrics().training().orElseThrow();
  }

  private static Row plain(List<RunData> runs, String name, Function<RunData, String> value) {
    return Row.of(name, runs.stream().map(value).toList(), -1);
  }

  /**
   * @param direction 1 where more is better, -1 where less is, 0 where neither
   */
  private static Row ranked(
      List<RunData> runs,
      String name,
      ToDoubleFunction<RunData> value,
      int direction,
      Function<Double, String> format) {
    List<Double> values = runs.stream().map(value::applyAsDouble).toList();
    int best = 0;
    for (int i = 1; i < values.size(); i++) {
      best = direction * values.get(i) > direction * values.get(best) ? i : best;
    }
    boolean one = values.stream().distinct().count() < 2;
    return Row.of(name, values.stream().map(format).toList(), direction == 0 || one ? -1 : best);
  }

  /** Returns the effective configuration, by full key in order; what wasn't set is left out. */
  static List<Row> configuration(List<RunData> runs) {
    return table(runs, Provenance.CONFIGURATION);
  }

  /**
   * Returns those rows of the configuration in which some run differs from the defaults; all rows
   * where a run, of an earlier version, doesn't say.
   */
  static List<Row> settings(List<RunData> runs) {
    Set<String> changed = new HashSet<>();
    for (RunData run : runs) {
      JsonNode settings = run.provenance().path(Provenance.SETTINGS);
      if (!settings.isObject() && run.provenance().has(Provenance.CONFIGURATION)) {
        return configuration(runs);
      }
      settings.fieldNames().forEachRemaining(changed::add);
    }
    return configuration(runs).stream().filter(row -> changed.contains(row.name())).toList();
  }

  /** Returns the versions that each run was made with. */
  static List<Row> versions(List<RunData> runs) {
    return table(runs, Provenance.VERSIONS);
  }

  /** Returns where and when the runs took place, and the hashes of what went in and came out. */
  static List<Row> origin(List<RunData> runs) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("Started", Provenance.START);
    names.put("Ended", Provenance.END);
    names.put("Spark master", Provenance.SPARK_MASTER);
    names.put("Spark application", Provenance.APPLICATION_ID);
    names.put("Hosts", Provenance.HOSTS);
    names.put("Seed", Provenance.SEED);
    names.put("SHA-256 of model.zip", Provenance.MODEL_SHA256);
    List<Row> rows = new ArrayList<>();
    names.forEach((name, key) -> rows.add(plain(runs, name, run -> text(run.provenance(), key))));
    for (Row row : table(runs, Provenance.DATASET)) {
      boolean hash = row.name().startsWith("sha256.");
      String name = hash ? "SHA-256 of " + row.name().substring(7) : "Dataset " + row.name();
      rows.add(Row.of(name, row.values(), -1));
    }
    rows.removeIf(row -> row.values().stream().allMatch(NONE::equals));
    return rows;
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isMissingNode() || value.isNull() ? NONE : flat(value);
  }

  /** Returns what distribution gained and cost beside one worker, where that was tried. */
  static List<Row> oneWorker(List<RunData> runs) {
    return table(runs, RunData::oneWorker).stream()
        .map(row -> Row.of(row.name().replace('_', ' '), rounded(row.values()), -1))
        .toList();
  }

  private static List<String> rounded(List<String> values) {
    return values.stream()
        .map(
            value -> value.matches("-?\\d+\\.\\d+") ? Text.fixed(Double.parseDouble(value)) : value)
        .toList();
  }

  private static List<Row> table(List<RunData> runs, String group) {
    return table(runs, run -> run.provenance().path(group));
  }

  private static List<Row> table(List<RunData> runs, Function<RunData, JsonNode> group) {
    List<Map<String, String>> columns = new ArrayList<>();
    Map<String, String> keys = new TreeMap<>();
    for (RunData run : runs) {
      Map<String, String> column = new TreeMap<>();
      flatten("", group.apply(run), column);
      columns.add(column);
      keys.putAll(column);
    }
    return keys.keySet().stream()
        .map(
            key ->
                Row.of(
                    key,
                    columns.stream().map(column -> column.getOrDefault(key, NONE)).toList(),
                    -1))
        .toList();
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                flatten(key, field.getValue(), into);
              });
    } else if (!node.isNull() && !node.isMissingNode() && !node.toString().equals("[]")) {
      into.put(path, flat(node));
    }
  }

  private static String flat(JsonNode value) {
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(each -> elements.add(flat(each)));
      return String.join(", ", elements);
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
