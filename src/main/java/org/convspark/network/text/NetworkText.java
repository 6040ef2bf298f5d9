package org.convspark.network.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.convspark.network.ParameterCount;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * A network in a few lines of text, a line a layer, in Keras's words:
 *
 * <pre>
 * conv 32 3x3 relu
 * maxpool 2
 * flatten
 * dense 10 softmax
 * </pre>
 *
 * <p>A layer takes the one above it, or that of a {@code from} line; {@code add} and {@code concat}
 * take those that they name. Layers are called as Keras calls them, {@code conv2d_1}, or by what
 * stands before a colon. What follows {@code #} is a comment. {@code ${units}} and {@code
 * ${units:512}}, which has a default, are parameters.
 */
public final class NetworkText implements Architecture {
  private static final int MOST_LAYERS = 2000;

  private final String where;
  private final List<TextLine> lines = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();

  private NetworkText(String where) {
    this.where = where;
  }

  /**
   * Reads a text of unknown origin.
   *
   * @param where the file, for errors, or what else the text is called
   * @param text the network
   * @param parameters values by name, for {@code ${name}}
   * @throws InputException for a line that isn't one of the notation; the message has its number
   * @throws UsageException for a parameter that the text doesn't have
   */
  public static NetworkText parse(String where, String text, Map<String, String> parameters) {
    NetworkText network = new NetworkText(where);
    TextParameters values = new TextParameters(where, parameters);
    int number = 0;
    for (String line : text.replace("\uFEFF", "").split("\r\n|\n|\r", -1)) {
      number++;
      int comment = line.indexOf('#');
      String code = comment < 0 ? line : line.substring(0, comment);
      if (!code.isBlank()) {
        network.add(new TextLine(where + ":" + number, values.in(code, where + ":" + number)));
      }
    }
    values.requireAllUsed();
    network.requireHead(number);
    return network;
  }

  private void add(TextLine line) {
    if (lines.size() == MOST_LAYERS) {
      throw line.error("more than " + MOST_LAYERS + " lines", "at most as many");
    }
    if (line.kind().equals("input") && !lines.isEmpty()) {
      throw line.error("input after other lines", "it first");
    }
    if (!statements.isEmpty() && statements.get(statements.size() - 1) instanceof Head) {
      throw line.error(line.kind() + " after softmax", "nothing more");
    }
    lines.add(line);
    statements.add(Statements.of(line));
  }

  private void requireHead(int last) {
    if (statements.isEmpty() || !(statements.get(statements.size() - 1) instanceof Head)) {
      throw new InputException(
          where + ":" + last,
          lines.isEmpty() ? "no layers" : "the end after " + lines.get(lines.size() - 1).kind(),
          "dense classes softmax as the last line",
          "add it");
    }
  }

  @Override
  public Optional<ImageShape> shape() {
    return statements.get(0) instanceof Input input ? Optional.of(input.shape()) : Optional.empty();
  }

  @Override
  public OptionalInt classes() {
    Head head = (Head) statements.get(statements.size() - 1);
    return head.forClasses() ? OptionalInt.empty() : OptionalInt.of(head.units());
  }

  @Override
  public String name() {
    return where;
  }

  @Override
  public String description() {
    return "your own network, from text";
  }

  /** Returns 1: the lines find out. */
  @Override
  public int smallestSide() {
    return 1;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if a layer doesn't fit the images, the classes or the layers before it
   */
  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    Construction net =
        new Construction(NetworkBuilder.of(where, shape, classes, base), shape, classes);
    Map<String, TextLine> made = new HashMap<>();
    for (int i = 0; i < statements.size(); i++) {
      String before = net.last();
      statements.get(i).addTo(net);
      if (!net.last().equals(before) && !lines.get(i).kind().equals("from")) {
        made.put(net.last(), lines.get(i));
      }
    }
    made.forEach(
        (name, line) -> {
          if (!net.isUsed(name)) {
            throw line.error("a layer " + name + " that none takes", "one that another takes");
          }
        });
    ComputationGraphConfiguration network = net.net().softmax(classes);
    ParameterCount.of(where, network);
    return network;
  }
}
