package org.convspark.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a driver's web interface tells of the job that it runs, now. */
final class SparkApi {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  private SparkApi(int port) {
    this.port = port;
  }

  /** For a run that is given {@link #settings}. */
  static SparkApi onAFreePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return new SparkApi(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what makes a run tell of itself here, each task as it starts. */
  Submit settings(Submit submit) {
    return submit.conf("spark.ui.port", port).conf("spark.ui.liveUpdate.period", "0");
  }

  /**
   * @param executor its id
   */
  record RunningTask(long id, String executor) {}

  /** The tasks that run now. */
  List<RunningTask> runningTasks() {
    List<RunningTask> tasks = new ArrayList<>();
    for (JsonNode stage : get("/stages?status=active")) {
      String of = "/stages/" + stage.get("stageId") + "/" + stage.get("attemptId");
      for (JsonNode task : get(of + "/taskList?status=running&length=1000")) {
        tasks.add(new RunningTask(task.get("taskId").asLong(), task.get("executorId").asText()));
      }
    }
    return tasks;
  }

  /** The ids of the executors that the driver believes alive. */
  List<String> executors() {
    List<String> ids = new ArrayList<>();
    for (JsonNode executor : get("/executors")) {
      if (!executor.get("id").asText().equals("driver")) {
        ids.add(executor.get("id").asText());
      }
    }
    return ids;
  }

  void awaitNoExecutor() {
    Await.until(
        "loss of all executors", LIMIT, () -> executors().isEmpty(), () -> executors().toString());
  }

  private JsonNode get(String path) {
    try {
      String root = "http://127.0.0.1:" + port + "/api/v1/applications";
      String id = fetch(root).get(0).get("id").asText();
      return fetch(root + "/" + id + path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode fetch(String uri) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(uri)).build(),
              HttpResponse.BodyHandlers.ofString());
      // A stage that has ended meanwhile is gone.
      return response.statusCode() == 404
          ? new ObjectMapper().createArrayNode()
          : new ObjectMapper().readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
