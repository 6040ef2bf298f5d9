package org.convspark.network.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;

/** A network that is being built for images of one shape, with the size of each layer's output. */
final class Construction {
  /** An image's output of one layer takes 400 MB then, as float32. */
  private static final long MOST_VALUES = 100_000_000;

  private final NetworkBuilder net;
  private final ImageShape shape;
  private final int classes;
  private final Map<String, MapSize> sizes = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  /** Layers of what is a row to the text, and which DL4J flattens only at the next dense one. */
  private final Set<String> flattened = new HashSet<>();

  /** Whether the next layer takes a row by a flatten line. */
  private boolean flat;

  Construction(NetworkBuilder net, ImageShape shape, int classes) {
    this.net = net;
    this.shape = shape;
    this.classes = classes;
    sizes.put(
        Architecture.INPUT, new MapSize(shape.height(), shape.width(), shape.channels(), false));
  }

  NetworkBuilder net() {
    return net;
  }

  ImageShape shape() {
    return shape;
  }

  int classes() {
    return classes;
  }

  /** Returns the size of what the next layer takes, which is used by that. */
  MapSize input() {
    used.add(net.last());
    return sizes.get(net.last());
  }

  /** Returns the maps that the next layer takes. */
  MapSize maps(TextLine line) {
    MapSize input = unflattened(line);
    if (input.row()) {
      throw line.error(line.kind() + " after " + net.last() + ", " + input, "feature maps");
    }
    return input;
  }

  /** Returns the size of what the next layer takes, which no flatten line has made a row. */
  MapSize unflattened(TextLine line) {
    if (flat) {
      throw line.error(line.kind() + " after flatten", "it before flatten, or dense between them");
    }
    return input();
  }

  /** Makes a row of the maps that the next layer takes. */
  void flatten(TextLine line) {
    maps(line);
    flat = true;
  }

  /** Returns the size of a layer that is one of several to be put together. */
  MapSize operand(TextLine line, String layer) {
    if (flat || flattened.contains(layer)) {
      throw line.error(line.kind() + " after flatten", "it before flatten, or dense between them");
    }
    return of(line, layer);
  }

  /** Returns the size of a layer above, which is used by this one. */
  MapSize of(TextLine line, String layer) {
    MapSize size = sizes.get(layer);
    if (size == null) {
      throw line.unknown("the layer", layer, sizes.keySet().stream().sorted().toList());
    }
    used.add(layer);
    return size;
  }

  /** Lets the next layer take another than the last. */
  void from(TextLine line, String layer) {
    of(line, layer);
    net.from(layer);
    flat = flattened.contains(layer);
  }

  /** Gives the layer that comes its name. */
  void begin(TextLine line) {
    line.name()
        .ifPresent(
            name -> {
              if (sizes.containsKey(name)) {
                throw line.error("a second layer " + name, "a name that no layer has yet");
              }
              net.named(name);
            });
  }

  /** Records the layer that was added. */
  void added(TextLine line, MapSize size) {
    if (size.height() < 1 || size.width() < 1) {
      throw line.error(
          line.kind() + " with a window larger than its maps", "a smaller one, or padding=same");
    }
    if (size.values() > MOST_VALUES) {
      throw line.error(
          line.kind() + " to " + size, "at most " + MOST_VALUES + " values for an image");
    }
    flat &= !size.row();
    if (flat) {
      flattened.add(net.last());
    }
    if (sizes.put(net.last(), size) != null) {
      throw line.error("a second layer " + net.last(), "a name that no layer has yet");
    }
  }

  /** Returns whether a layer's output goes anywhere. */
  boolean isUsed(String layer) {
    return used.contains(layer);
  }

  String last() {
    return net.last();
  }
}
