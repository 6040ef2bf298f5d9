package org.convspark.network.text;

import org.convspark.data.ImageShape;

/** The line that says what images a network takes. */
record Input(TextLine line, ImageShape shape) implements Statement {
  @Override
  public void addTo(Construction net) {
    if (!net.shape().equals(shape)) {
      throw line.error("a network for images of " + shape, net.shape() + ", as the data has them");
    }
  }
}
