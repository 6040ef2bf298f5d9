package org.convspark.bench.training;

import java.nio.file.Path;
import java.util.List;

/**
 * What contenders are to train.
 *
 * @param network by ConvSpark's name
 * @param images directory of the four IDX files
 * @param count training images of a turn, the first ones there
 * @param turns how many there will be, warm-up included
 * @param models directory of the TorchScript files
 */
record Assignment(String network, Path images, int count, int turns, Path models) {
  /** Images of a minibatch, whoever trains. */
  static final int MINIBATCH = 128;

  private static final int LEAST_MINIBATCHES = 4;

  /** The same with fewer images, a few minibatches at least. */
  Assignment withShare(int divisor) {
    int least = Math.min(count, LEAST_MINIBATCHES * MINIBATCH);
    int share = Math.max(least, count / divisor);
    return new Assignment(network, images, share, turns, models);
  }

  /** For the command line of a JVM. */
  List<String> toArguments() {
    return List.of(
        network,
        images.toString(),
        Integer.toString(count),
        Integer.toString(turns),
        models.toString());
  }

  static Assignment of(List<String> arguments) {
    return new Assignment(
        arguments.get(0),
        Path.of(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)),
        Path.of(arguments.get(4)));
  }
}
