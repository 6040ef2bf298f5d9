package org.convspark.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Spark's own record of what happened to tasks and executors. */
final class EventLog {
  private final List<JsonNode> events;

  private EventLog(List<JsonNode> events) {
    this.events = events;
  }

  /** Makes a run write it. */
  static Submit settings(Submit submit, Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return submit
        .conf("spark.eventLog.enabled", true)
        // One plain file, where Spark 4 would make a directory of compressed ones.
        .conf("spark.eventLog.rolling.enabled", false)
        .conf("spark.eventLog.compress", false)
        .conf("spark.eventLog.dir", directory.toUri());
  }

  /** Of the one run that has written there. */
  static EventLog read(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      Path log = files.filter(file -> !file.toString().endsWith(".crc")).findFirst().orElseThrow();
      ObjectMapper mapper = new ObjectMapper();
      return new EventLog(
          Files.readAllLines(log).stream()
              .map(
                  line -> {
                    try {
                      return mapper.readTree(line);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  })
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<JsonNode> events(String name) {
    return events.stream().filter(event -> event.get("Event").asText().equals(name));
  }

  /** The ids of the tasks that were running on an executor that was lost. */
  List<Long> tasksLostWithTheirExecutor() {
    return events("SparkListenerTaskEnd")
        .filter(end -> end.at("/Task End Reason/Reason").asText().equals("ExecutorLostFailure"))
        .map(end -> end.at("/Task Info/Task ID").asLong())
        .toList();
  }

  /** How many copies of slow tasks ended well. */
  long successfulSpeculativeTasks() {
    return events("SparkListenerTaskEnd")
        .filter(end -> end.at("/Task Info/Speculative").asBoolean())
        .filter(end -> end.at("/Task End Reason/Reason").asText().equals("Success"))
        .count();
  }

  long executorsAdded() {
    return events("SparkListenerExecutorAdded").count();
  }

  long executorsRemoved() {
    return events("SparkListenerExecutorRemoved").count();
  }
}
