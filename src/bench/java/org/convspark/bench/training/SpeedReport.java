package org.convspark.bench.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that was measured in one run of the benchmark; a file of JSON.
 *
 * @param began ISO time
 * @param machine that it ran on
 * @param data what was trained on
 * @param minibatch images of a minibatch
 * @param turns measured of each contender
 * @param networks in the order in which they were trained
 */
public record SpeedReport(
    String began,
    Machine machine,
    String data,
    int minibatch,
    int turns,
    List<NetworkSpeed> networks) {

  /**
   * @param parameters that training changes by gradient: not running means and variances
   * @param imagesPerTurn of ConvSpark; of slower contenders, and of several processes, less each
   * @param contenders ConvSpark first
   */
  public record NetworkSpeed(
      String network, long parameters, int imagesPerTurn, List<ContenderSpeed> contenders) {}

  /**
   * @param name as {@code --contenders} takes it
   * @param heading what it is, for a table
   * @param processes that trained at the same time, a network each
   * @param threads of all of them
   * @param imagesPerSecond turn by turn, the sum over its processes
   * @param losses mean training loss turn by turn, of the first process
   * @param ratio of ConvSpark's images per second to its own, turn by turn; null for ConvSpark
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ContenderSpeed(
      String name,
      String heading,
      int processes,
      int threads,
      Map<String, String> versions,
      double[] imagesPerSecond,
      double[] losses,
      Spread ratio) {}

  private static ObjectMapper mapper() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build();
  }

  public void write(Path file) throws IOException {
    mapper().writeValue(file.toFile(), this);
  }

  public static SpeedReport read(Path file) throws IOException {
    return mapper().readValue(file.toFile(), SpeedReport.class);
  }
}
