package org.convspark.network.text;

/** The line that ends a network: a dense layer with softmax, a unit for each class. */
record Head(TextLine line, boolean forClasses, int units) implements Statement {
  @Override
  public void addTo(Construction net) {
    if (!forClasses && units != net.classes()) {
      throw line.error(units + " units for " + net.classes() + " classes", "dense classes softmax");
    }
    net.begin(line);
    net.input();
  }
}
