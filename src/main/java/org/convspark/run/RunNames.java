package org.convspark.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.convspark.network.Architecture;

/** Names the directory of a run where the user gives none. */
public final class RunNames {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunNames() {}

  /** Returns {@code runs/convnet-20260131-235959}, by the clock in UTC. */
  public static String next(Architecture architecture) {
    return next("runs", architecture.name());
  }

  /** Returns {@code evaluations/convnet-20260131-235959}. */
  public static String nextEvaluation(String network) {
    return next("evaluations", network);
  }

  private static String next(String directory, String network) {
    String name = network.replaceAll("[^A-Za-z0-9.-]+", "_");
    return directory + "/" + name + "-" + TIME.format(Instant.now());
  }
}
