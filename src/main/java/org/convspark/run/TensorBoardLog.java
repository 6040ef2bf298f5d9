package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.ArrayUtils;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;
import org.convspark.training.EpochResult;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;

/** Writes the scalars of every epoch for TensorBoard, under the names of history.jsonl. */
public final class TensorBoardLog implements TrainingObserver {
  /** Of a line of history.jsonl. */
  private static final List<String> SCALARS =
      List.of("loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "images_per_second");

  private final GrowingFile file;
  private final Clock clock;
  private byte[] first;

  TensorBoardLog(Location directory, Clock clock, String host) {
    long now = clock.millis();
    // TensorBoard looks for "tfevents" in names, and reads files in the order of the time in them.
    this.file = new GrowingFile(directory.child("events.out.tfevents." + now / 1000 + "." + host));
    this.clock = clock;
    this.first = EventFile.first(now / 1000.0);
  }

  /** Creates an event file in a directory, which needn't exist. */
  public static TensorBoardLog in(Location directory) {
    return new TensorBoardLog(directory, Clock.systemUTC(), host());
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
  public void epochCompleted(EpochResult result, TrainingState next) {
    JsonNode line = Json.tree(result);
    Map<String, Double> scalars = new LinkedHashMap<>();
    for (String name : SCALARS) {
      if (line.path(name).isNumber()) {
        scalars.put(name, line.path(name).asDouble());
      }
    }
    byte[] event = EventFile.scalars(clock.millis() / 1000.0, result.epoch(), scalars);
    file.append(ArrayUtils.addAll(first, event));
    first = new byte[0];
  }
}
