package org.convspark.model.keras;

/**
 * What goes from one layer to the next: maps, or a row of values.
 *
 * @param vertex the DL4J vertex that gives it
 * @param height of a map, or of the maps that a row was made of
 * @param width of a map, or of the maps that a row was made of
 * @param channels number of maps; of a row of no maps, its values
 * @param row whether Keras has it as a row
 * @param channelsLast whether Keras's row goes place by place, each with its channels, where DL4J's
 *     goes channel by channel
 */
record Flow(String vertex, int height, int width, int channels, boolean row, boolean channelsLast) {

  static Flow row(String vertex, int values) {
    return new Flow(vertex, 1, 1, values, true, false);
  }

  static Flow maps(String vertex, int height, int width, int channels) {
    return new Flow(vertex, height, width, channels, false, false);
  }

  Flow at(String other) {
    return new Flow(other, height, width, channels, row, channelsLast);
  }

  Flow flat(boolean last) {
    return new Flow(vertex, height, width, channels, true, last);
  }

  int values() {
    return height * width * channels;
  }

  /** Returns the place in Keras's row of each value of DL4J's. */
  int[] places() {
    int[] places = new int[values()];
    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int place = 0; place < height * width; place++) {
        places[at] = channelsLast ? place * channels + channel : at;
        at++;
      }
    }
    return places;
  }

  boolean sameSize(Flow other) {
    return height == other.height
        && width == other.width
        && channels == other.channels
        && row == other.row
        && channelsLast == other.channelsLast;
  }
}
