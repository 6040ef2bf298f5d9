package org.convspark.network.text;

/** What one line adds to a network, once the images are known. */
interface Statement {
  /**
   * @throws org.convspark.config.InputException if the layer doesn't fit what comes before it
   */
  void addTo(Construction construction);
}
