package org.convspark.network.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.Spelling;
import org.convspark.config.UsageException;
import org.convspark.network.Architecture;

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
   * @param parameters of a network's text, by name
   * @param hadoop settings of the file systems, for {@code file:PATH}
   * @throws UsageException if the network doesn't have such parameters, or there is no such
   *     network; it names the nearest and all others, or the members of its family
   * @throws org.convspark.config.InputException if the file can't be read
   */
  public static Architecture find(
      String name, Map<String, String> parameters, Configuration hadoop) {
    if (name.startsWith(NetworkFile.PREFIX)) {
      return NetworkFile.read(name, parameters, hadoop);
    }
    Architecture network = find(name);
    requireNone(parameters, "network " + name);
    return network;
  }

  /** Returns a network without parameters, as {@link #find(String, Map, Configuration)} does. */
  public static Architecture find(String name, Configuration hadoop) {
    return find(name, Map.of(), hadoop);
  }

  static void requireNone(Map<String, String> parameters, String network) {
    if (!parameters.isEmpty()) {
      throw new UsageException(
          "net."
              + parameters.keySet().iterator().next()
              + ": "
              + network
              + " has no parameters; the text of a network has, --network file:PATH");
    }
  }

  private static Architecture find(String name) {
    Architecture network = BY_NAME.get(name);
    if (network == null) {
      throw unknown(name);
    }
    return network;
  }

  private static UsageException unknown(String name) {
    String letters = letters(name);
    List<String> same = names().stream().filter(each -> letters(each).equals(letters)).toList();
    List<String> family =
        names().stream().filter(each -> family(each).equals(family(letters))).toList();
    if (same.isEmpty() && family.size() > 1) {
      return new UsageException("--network", name, "one of " + String.join(", ", family));
    }
    String hint =
        same.isEmpty()
            ? Spelling.question(name, names()).map(question -> question + " ").orElse("")
            : Spelling.question(same) + " ";
    return new UsageException(
        "--network: "
            + name
            + " given, "
            + hint
            + (hint.isEmpty() ? "known: " : "Known: ")
            + String.join(", ", names())
            + ", file:PATH");
  }

  /** Returns {@code resnet20} of {@code ResNet-20}. */
  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Returns {@code resnet} of {@code resnet-20}. */
  private static String family(String name) {
    return name.replaceFirst("[^a-z].*", "");
  }
}
