package org.convspark.run;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The scalars of every epoch for TensorBoard, under the names of history.jsonl. Every epoch writes
 * the file anew, for the reason that {@link History} gives.
 */
public final class TensorBoardLog implements EpochLog {
  private final Path path;
  private final Configuration hadoop;
  private final Clock clock;
  private final EventFile events;

  TensorBoardLog(Path directory, Configuration hadoop, Clock clock, String host) {
    long now = clock.millis();
    // TensorBoard looks for "tfevents" in names, and reads files in the order of the time in them.
    this.path = new Path(directory, "events.out.tfevents." + now / 1000 + "." + host);
    this.hadoop = hadoop;
    this.clock = clock;
    this.events = new EventFile(now / 1000.0);
  }

  /** A new event file in a directory, which needn't exist. */
  public static TensorBoardLog in(Path directory, Configuration hadoop) {
    return new TensorBoardLog(directory, hadoop, Clock.systemUTC(), host());
  }

  private static String host() {
    try {
      // A colon, as in an IPv6 address, can't be in a Hadoop path.
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @Override
  public void append(EpochRecord epoch) throws IOException {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put(MetricNames.LOSS, epoch.loss());
    scalars.put(MetricNames.ACCURACY, epoch.accuracy());
    epoch.valLoss().ifPresent(value -> scalars.put(MetricNames.VAL_LOSS, value));
    epoch.valAccuracy().ifPresent(value -> scalars.put(MetricNames.VAL_ACCURACY, value));
    scalars.put(MetricNames.LEARNING_RATE, epoch.learningRate());
    scalars.put(MetricNames.IMAGES_PER_SECOND, epoch.imagesPerSecond());
    events.add(clock.millis() / 1000.0, epoch.epoch(), scalars);
    try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
      out.write(events.toByteArray());
    }
  }
}
