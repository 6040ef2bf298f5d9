package org.convspark.network;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.UsageException;

/** Finds all networks by their names. */
public final class NetworkCatalog {
  private static final Map<String, Architecture> BY_NAME = new LinkedHashMap<>();

  static {
    List.of(
            new Dense(),
            new Convnet(),
            new ConvnetNoPool(),
            new LeNet1(),
            new LeNet5(),
            new AlexNet(),
            new Vgg(11),
            new Vgg(13),
            new Vgg(16),
            new Vgg(19),
            new GoogLeNet(),
            ResNet.imageNet(18),
            ResNet.imageNet(34),
            ResNet.cifar(3),
            ResNet.cifar(5),
            ResNet.cifar(7),
            ResNet.cifar(9))
        .forEach(network -> BY_NAME.put(network.name(), network));
  }

  private NetworkCatalog() {}

  /** Returns the names that {@link #find} knows, simplest network first. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /** Returns all networks, simplest first. */
  public static Collection<Architecture> all() {
    return List.copyOf(BY_NAME.values());
  }

  /**
   * Returns the network of a name, or the user's own from {@code file:PATH}, any Hadoop path.
   *
   * @param hadoop settings of the file systems, for {@code file:PATH}
   * @throws UsageException if there is no such network; it names the nearest and all others
   * @throws org.convspark.config.InputException if the file can't be read
   */
  public static Architecture find(String name, Configuration hadoop) {
    return name.startsWith(FileNetwork.PREFIX) ? FileNetwork.read(name, hadoop) : find(name);
  }

  private static Architecture find(String name) {
    Architecture network = BY_NAME.get(name);
    if (network == null) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--network: %s given, did you mean %s? Known: %s, file:PATH",
              name,
              nearest(name),
              String.join(", ", BY_NAME.keySet())));
    }
    return network;
  }

  private static String nearest(String name) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String given = name.toLowerCase(Locale.ROOT);
    return BY_NAME.keySet().stream()
        .min(Comparator.comparing(known -> distance.apply(known, given)))
        .orElseThrow();
  }
}
