package org.convspark.training.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.convspark.config.InputException;
import org.convspark.config.Reference;
import org.convspark.config.Settings;

/**
 * Compares what a user asks for with what an earlier run was, and names what differs as the user
 * would write it.
 */
public final class RunComparison {
  private final Settings asked;
  private final List<String> options;

  /**
   * @param asked the settings as they were given
   * @param options keys of those settings that the command has options for
   */
  public RunComparison(Settings asked, List<String> options) {
    this.asked = asked;
    this.options = List.copyOf(options);
  }

  /**
   * Checks that two identities are equal, as {@link RunIdentity} makes them. Of theirs, what ours
   * doesn't have is passed over.
   *
   * @param where the earlier run's file
   * @param remedy what the user is to do where they differ, an imperative clause
   * @throws InputException if they differ; it names all that does
   */
  public void requireSame(
      String where, Map<String, String> theirs, Map<String, String> ours, String remedy) {
    List<String> found = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String name : new TreeSet<>(ours.keySet())) {
      String wanted = ours.get(name);
      String present = theirs.get(name);
      if (!wanted.equals(present)) {
        String shown = shown(name);
        found.add(present == null ? "no " + shown : shown + " " + present);
        expected.add(shown + " " + wanted + origin(name));
      }
    }
    if (!found.isEmpty()) {
      throw new InputException(
          where, String.join(", ", found), String.join(", ", expected), remedy);
    }
  }

  private static boolean isKeyOf(String key, String name) {
    return Reference.option(key).equals("--" + name);
  }

  /** An option, {@code --batch-size}; what has none, by its key, {@code optimizer.rho}. */
  private String shown(String name) {
    if (options.stream().anyMatch(key -> isKeyOf(key, name))) {
      return "--" + name;
    }
    return Settings.keys().stream().filter(key -> isKeyOf(key, name)).findFirst().orElse(name);
  }

  private String origin(String name) {
    return Settings.keys().stream()
        .filter(key -> isKeyOf(key, name))
        .findFirst()
        .map(key -> asked.isGiven(key) ? " as given" : " by default")
        .orElse(" as now given");
  }
}
