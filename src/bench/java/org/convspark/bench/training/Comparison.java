package org.convspark.bench.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convspark.bench.training.SpeedReport.NetworkSpeed;
import org.convspark.data.ImageShape;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.network.summary.NetworkSummary;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * The whole benchmark: prepares what contenders need, and has every network trained.
 *
 * @param networks by ConvSpark's names; empty for all that there are contenders for
 * @param contenders besides ConvSpark; empty for a network's usual ones
 * @param against other builds of ConvSpark: by a name, a target directory or a class path
 * @param data as train's {@code --data}; empty for synthetic digits
 * @param images training images of a turn; 0 for a network's usual number
 * @param turns that count
 */
public record Comparison(
    List<String> networks,
    List<String> contenders,
    Map<String, String> against,
    String data,
    int images,
    int turns) {

  private static final Path WORK = Path.of("target", "bench");
  private static final int CLASSES = 10;

  public SpeedReport run() throws IOException, InterruptedException {
    List<String> names = networks.isEmpty() ? Lineup.networks() : networks;
    int most = names.stream().mapToInt(this::imagesOf).max().orElseThrow();
    List<List<Entrant>> entrants = new ArrayList<>();
    for (String network : names) {
      entrants.add(entrants(network));
    }
    Path logs = Files.createDirectories(WORK.resolve("logs"));
    Path models = WORK.resolve("torch");
    if (entrants.stream().flatMap(List::stream).anyMatch(Entrant::isTorch)) {
      TorchScripts.make(names, models);
    }
    String location = data.isEmpty() ? "synthetic:" + most : data;
    Path copy = WORK.resolve("images").toAbsolutePath();
    IdxCopy.write(location, most, copy);

    KernelChoice kernels = KernelChoice.of(System.getenv());
    SpeedReport report =
        new SpeedReport(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Machine.here(kernels.environment()),
            location,
            Assignment.MINIBATCH,
            turns,
            new ArrayList<>());
    Contest contest = new Contest(kernels, logs.toFile(), turns);
    for (int i = 0; i < names.size(); i++) {
      String network = names.get(i);
      Assignment assignment =
          new Assignment(network, copy, imagesOf(network), Contest.allTurns(turns), models);
      NetworkSpeed speed = contest.hold(assignment, parameters(network), entrants.get(i));
      report.networks().add(speed);
    }
    return report;
  }

  private int imagesOf(String network) {
    int usual = Lineup.images(network);
    return images == 0 ? usual : images;
  }

  private List<Entrant> entrants(String network) throws IOException {
    List<Entrant> entrants = new ArrayList<>(Lineup.entrants(network, contenders));
    for (Map.Entry<String, String> other : against.entrySet()) {
      entrants.add(Entrant.other(other.getKey(), OtherBuild.classPath(other.getValue())));
    }
    return entrants;
  }

  private static long parameters(String network) {
    ImageShape shape = new ImageShape(IdxCopy.SIDE, IdxCopy.SIDE, 1);
    return NetworkSummary.of(
            network,
            NetworkCatalog.find(network, new Configuration(false))
                .configure(shape, CLASSES, new NeuralNetConfiguration.Builder()),
            shape)
        .trainable();
  }
}
