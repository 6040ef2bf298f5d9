package org.convspark.bench.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.convspark.config.UsageException;

/** Which networks there are to train, how much of them makes a turn, and who trains which. */
final class Lineup {
  /** Training images of a turn: two to five seconds of ConvSpark, in whole minibatches of both. */
  private static final Map<String, Integer> IMAGES = new LinkedHashMap<>();

  static {
    IMAGES.put("dense", 51_200);
    IMAGES.put("convnet", 25_600);
    IMAGES.put("lenet-5", 25_600);
    IMAGES.put("convnet-no-pool", 3_840);
    IMAGES.put("alexnet", 7_680);
    IMAGES.put("vgg-11", 7_680);
    IMAGES.put("googlenet", 7_680);
    IMAGES.put("resnet-20", 3_840);
  }

  private static final Map<String, Supplier<Entrant>> CONTENDERS = new LinkedHashMap<>();

  static {
    CONTENDERS.put("pytorch", Entrant::pytorch);
    CONTENDERS.put("pytorch-replicas", Entrant::pytorchReplicas);
    CONTENDERS.put("tensorflow", Entrant::tensorflow);
    CONTENDERS.put("dl4j", Entrant::dl4j);
  }

  private static final Map<String, List<String>> USUAL =
      Map.of(
          "convnet", List.copyOf(CONTENDERS.keySet()),
          "resnet-20", List.of("pytorch", "pytorch-replicas"));

  private Lineup() {}

  static List<String> networks() {
    return List.copyOf(IMAGES.keySet());
  }

  static int images(String network) {
    Integer images = IMAGES.get(network);
    if (images == null) {
      throw new UsageException(
          "--networks", network, "some of " + String.join(",", IMAGES.keySet()));
    }
    return images;
  }

  /**
   * @param names those asked for; empty for a network's usual ones
   * @return ConvSpark and these
   */
  static List<Entrant> entrants(String network, List<String> names) {
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(Entrant.convspark());
    for (String name : names.isEmpty() ? USUAL.getOrDefault(network, List.of("pytorch")) : names) {
      Supplier<Entrant> entrant = CONTENDERS.get(name);
      if (entrant == null) {
        throw new UsageException(
            "--contenders", name, "some of " + String.join(",", CONTENDERS.keySet()));
      }
      entrants.add(entrant.get());
    }
    return entrants;
  }
}
