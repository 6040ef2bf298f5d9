package org.convspark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.convspark.report.Chart.Point;
import org.convspark.report.Chart.Series;
import org.convspark.training.EpochResult;

/**
 * Where the time of a training went.
 *
 * @param chart seconds of each phase by epoch
 * @param phases a row for each phase, over all epochs
 * @param workers a row for each worker, over all epochs: all of them, or the slowest
 * @param workerCount how many workers there are
 */
record TimeSpent(Chart chart, List<Phase> phases, List<WorkerRow> workers, int workerCount) {
  /** A thousand rows help nobody; the slowest are who the others wait for. */
  private static final int MOST_WORKERS = 32;

  private enum Kind {
    COMPUTE("compute", EpochResult::computeSeconds),
    BROADCAST("broadcast", EpochResult::broadcastSeconds),
    AVERAGING("averaging", EpochResult::averagingSeconds),
    WAITING("waiting", EpochResult::waitingSeconds);

    private final String text;
    private final ToDoubleFunction<EpochResult> seconds;

    Kind(String text, ToDoubleFunction<EpochResult> seconds) {
      this.text = text;
      this.seconds = seconds;
    }
  }

  /** What a worker trained, in how many seconds. */
  private record Worker(long examples, double seconds) {
    Worker plus(long more, double longer) {
      return new Worker(examples + more, seconds + longer);
    }

    double imagesPerSecond() {
      return seconds == 0 ? 0 : examples / seconds;
    }
  }

  /** A phase's row as text: its time, and its share of all of it. */
  record Phase(String name, String time, String share) {}

  /** A worker's row as text, and the length of its bar in percent of the slowest worker's. */
  record WorkerRow(int worker, String images, String time, String rate, String bar) {}

  /** Returns where the time of a run went, null where the run hasn't kept it. */
  static TimeSpent of(RunData run) {
    List<EpochResult> epochs = run.epochs().stream().filter(EpochResult::hasPhases).toList();
    if (epochs.isEmpty()) {
      return null;
    }
    List<Worker> workers = workers(epochs);
    double slowest = workers.stream().mapToDouble(Worker::seconds).max().orElse(0);
    List<WorkerRow> rows = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      Worker worker = workers.get(i);
      rows.add(
          new WorkerRow(
              i,
              Text.count(worker.examples()),
              Text.duration(worker.seconds()),
              Text.count(worker.imagesPerSecond()),
              Chart.number(slowest == 0 ? 0 : 100 * worker.seconds() / slowest)));
    }
    if (rows.size() > MOST_WORKERS) {
      rows.sort(Comparator.comparingDouble(row -> -workers.get(row.worker()).seconds()));
    }
    return new TimeSpent(
        chart(epochs), phases(epochs), rows.stream().limit(MOST_WORKERS).toList(), workers.size());
  }

  private static List<Worker> workers(List<EpochResult> epochs) {
    List<Worker> sums = new ArrayList<>();
    for (EpochResult epoch : epochs) {
      for (int i = 0; i < epoch.workerSeconds().size(); i++) {
        if (i == sums.size()) {
          sums.add(new Worker(0, 0));
        }
        sums.set(i, sums.get(i).plus(epoch.workerExamples().get(i), epoch.workerSeconds().get(i)));
      }
    }
    return sums;
  }

  private static List<Phase> phases(List<EpochResult> epochs) {
    double total = epochs.stream().mapToDouble(EpochResult::seconds).sum();
    List<Phase> phases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      double seconds = epochs.stream().mapToDouble(epoch -> seconds(epoch, kind)).sum();
      phases.add(new Phase(kind.text, Text.duration(seconds), Text.percent(seconds / total)));
    }
    return phases;
  }

  private static double seconds(EpochResult epoch, Kind kind) {
    return kind.seconds.applyAsDouble(epoch);
  }

  private static Chart chart(List<EpochResult> epochs) {
    List<Series> series = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Point> points = new ArrayList<>();
      for (EpochResult epoch : epochs) {
        double seconds = seconds(epoch, kind);
        String label =
            String.format(
                Locale.ROOT, "%s, epoch %d: %s", kind.text, epoch.epoch(), Text.duration(seconds));
        points.add(new Point(epoch.epoch(), seconds, 1, label));
      }
      series.add(new Series(kind.text, kind.ordinal(), false, points));
    }
    double most =
        series.stream()
            .flatMap(each -> each.points().stream())
            .mapToDouble(Point::y)
            .max()
            .orElse(1);
    return Chart.ofEpochs(
        "Seconds by phase",
        "Seconds of compute, broadcast, averaging and waiting by epoch",
        Axis.ofEpochs(epochs.get(0).epoch(), epochs.get(epochs.size() - 1).epoch()),
        Axis.over(0, most),
        series);
  }
}
